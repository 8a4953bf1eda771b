# SPDX-License-Identifier: GPL-2.0-or-later
"""The verdict in the tool bar, and the report in a window: renewed with the capture, the same words as tshark's."""

import re
import shutil
import subprocess

import pytest

import crafted
from desktop import missing, wait_for
from report_window import (TITLE, bar_of, close_unheard, has_verdict, open_report, press_until_shown, show, text_of,
                           verdict_of)

FIRST = "free_busy_tls10.pcapng"
#: Letters in a line, where it is not to be pasted.
WIDTH = 72


@pytest.fixture(scope="module")
def application(start, desktop, captures):
    """Wireshark with a sample that fails."""
    opened = start(captures / FIRST)
    desktop.resize(FIRST, 1270, 860)
    return opened


def words(text):
    """The text without how it is wrapped."""
    return " ".join(text.split())


def statistics_entry(application):
    """Up to 4.4 the slash in its name is one in the menu, too; 4.6 makes a submenu of it."""
    entries = [entry.name for entry in application.menu("Statistics").child("popup menu").elements]
    return ["Exchange Hybrid/Report"] if "Exchange Hybrid/Report" in entries else ["Exchange Hybrid", "Report"]


def press_in_menu(application, entry):
    """Presses one of the two entries of menus."""
    tools = ["Tools", "Exchange Hybrid", "What is wrong in this capture?"]
    application.menu(*(tools if entry == "Tools" else ["Statistics", *statistics_entry(application)])).press()


@pytest.mark.parametrize(("name", "verdict"), [
    ("free_busy_tls10", "ERROR  192.0.2.10 offers only TLS 1.0 to Exchange Online Autodiscover: 2 calls failed"),
    ("free_busy_tls12", "OK  2 hybrid flows completed with TLS 1.2"),
    ("cut_at_60", "CANNOT TELL  "),
    ("no_tls", "CANNOT TELL  "),
])
def test_verdict_of_each_file(application, desktop, wireshark, captures, name, verdict):
    """Without a click, one file opened after the other."""
    capture = captures / f"{name}.pcapng"
    if name.startswith("cut"):
        done = wireshark.run(["editcap", "-s", "60", str(captures / FIRST), "-"])
        capture = wireshark.file(f"{name}.pcapng", done.stdout)
    show(application, capture)
    has_verdict(application, verdict)
    assert len(verdict_of(application)) <= 110
    desktop.picture(application.title, f"tool_bar_{name}")
    errors = verdict.startswith("ERROR")
    for button in ("First error", "Errors only"):
        wait_for(lambda button=button: bar_of(application).find("push button", button).has("enabled") == errors,
                 f"{button}: {errors}")


@pytest.mark.parametrize("entry", ["tool bar", "Tools", "Statistics"])
def test_report_is_that_of_tshark(application, wireshark, captures, entry):
    """From each of its entries: shown, copied and saved, the same words; lines are wrapped."""
    show(application, captures / FIRST)
    has_verdict(application, "ERROR")
    window = open_report(application, None if entry == "tool bar" else lambda: press_in_menu(application, entry))
    wait_for(lambda: text_of(window), "a text")
    shown = text_of(window)
    told = wireshark.report(captures / FIRST)
    heading, _, report = shown.partition("\n\n")
    assert heading.startswith(f"{FIRST}\nERROR ")
    assert words(report) == words(told)
    assert all(len(line) <= WIDTH or re.match(r" *(HKLM\\|Filter:|\w+=|\S+$)", line) for line in shown.splitlines())
    assert window.copy("Copy") == shown
    assert save(application, window, f"report by {entry}.txt") == shown
    window.close()


def save(application, window, name):
    """What is in the file that Save as makes."""
    file = application.desktop.folder(f"folder of {name}") / name
    answer(application, window, file)
    wait_for(lambda: file.exists() and file.stat().st_size, f"{name}, saved")
    return file.read_text(encoding="utf-8")


def answer(application, window, file):
    """Answers where the report is to be saved."""
    window.press("Save as")
    dialog = application.window(r".*Save the report as")
    dialog.find("text").write(str(file))
    dialog.find("push button", "OK").press()


def test_nothing_is_overwritten(application, desktop, captures):
    """A file that is there already stays; another name is asked for."""
    show(application, captures / FIRST)
    window = open_report(application)
    file = desktop.folder("precious") / "report.txt"
    file.write_text("precious", encoding="utf-8")
    answer(application, window, file)
    wait_for(lambda: any(dialog.all("label", "There is such a file. Another name:")
                         for dialog in application.windows(r".*Save the report as")), "the question once more")
    application.window(r".*Save the report as").find("push button", "Cancel").press()
    assert file.read_text(encoding="utf-8") == "precious"
    window.close()


def test_steps_for_a_mail(application, captures):
    """What is to be changed, with each setting on a line of its own, and nothing of the flows."""
    show(application, captures / FIRST)
    window = open_report(application)
    wait_for(lambda: text_of(window), "a text")
    steps = window.copy("Copy the steps")
    window.close()
    lines = [line.strip() for line in steps.splitlines()]
    assert lines[0] == FIRST and lines[1].startswith("ERROR  192.0.2.10 offers only TLS 1.0")
    assert r"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client" in lines
    assert "Enabled=1, DisabledByDefault=0 (DWORD)" in lines
    assert "Stream" not in steps


@pytest.mark.parametrize("place", ["tool bar", "window"])
def test_errors_only_and_first_error(application, wireshark, captures, place):
    """From the tool bar and from the window: the frames of the filter, and the first frame that proves an error."""
    capture = wireshark.together(f"errors {place}.pcapng", [
        captures / f"{name}.pcapng" for name in ("free_busy_tls12", "free_busy_tls10", "unrelated_tls10")])
    show(application, capture)
    has_verdict(application, "ERROR")
    window = open_report(application) if place == "window" else None
    buttons = window.element if window else bar_of(application)
    buttons.find("push button", "Errors only").press()
    chosen = 'exchange_hybrid.flow_severity == "error" && exchange_hybrid.hybrid == 1'
    wait_for(lambda: application.filter == chosen, "the filter")
    passing = wireshark.tshark("-n", "-2", "-r", capture, "-Y", chosen, "-T", "fields", "-e", "frame.number").decode().split()
    wait_for(lambda: f"Displayed: {len(passing)} " in application.packets, f"{len(passing)} packets")
    assert [row["No."] for row in application.packet_list(f"errors by {place}")] == passing
    application.set_filter("arp")
    wait_for(lambda: "Displayed: 0 " in application.packets, "no packet")
    buttons.find("push button", "First error").press()
    evidence = wireshark.tshark("-n", "-2", "-r", capture, "-Y", '_ws.expert.severity == "Error" && exchange_hybrid.hybrid == 1',
                                "-T", "fields", "-e", "frame.number").decode().split()
    wait_for(lambda: selected(application) == evidence[0], f"frame {evidence[0]}")
    if window:
        window.close()


def selected(application):
    """Number of the frame whose details are shown, or None."""
    for tree in application.main.all("tree"):
        for item in tree.elements[:4]:
            match = re.match(r"Frame (\d+)\b", item.name)
            if match:
                return match[1]
    return None


def test_filter_only_when_asked(application, wireshark, captures):
    """The window is about the whole capture, until its button says otherwise; and again, once it is opened anew."""
    capture = wireshark.together("two callers.pcapng", [
        captures / f"{name}.pcapng" for name in ("free_busy_tls10", "certificate_refused_inbound")])
    show(application, capture)
    has_verdict(application, "ERROR")
    application.set_filter("tcp.stream == 0")
    wait_for(lambda: "Displayed: 10 " in application.packets, "the packets of the flow")
    window = open_report(application)
    assert words(text_of(window).partition("\n\n")[2]) == words(wireshark.report(capture))
    window.press("With the display filter")
    wait_for(lambda: "Only what passes the display filter: tcp.stream == 0" in text_of(window), "the filter's report")
    filtered = wireshark.tshark("-n", "-2", "-r", capture, "-q", "-z", "exchange_hybrid,report,tcp.stream == 0").decode()
    wait_for(lambda: words(text_of(window).partition("\n\n")[2]) == words(filtered), "the report of the flow")
    window.close()
    application.set_filter("")
    window = open_report(application)
    assert "Only what passes" not in text_of(window)
    window.close()


def test_names_are_no_markup(application, wireshark):
    """What a capture calls a server is shown letter by letter."""
    capture = wireshark.file("markup.pcap", crafted.hello_and_reset([b"<b>", b"<address>.example.org"]))
    show(application, capture)
    has_verdict(application, "ERROR  192.0.2.10 offers only TLS 1.0")
    window = open_report(application)
    wait_for(lambda: text_of(window), "a text")
    assert "offered at most TLS 1.0 to <b>" in words(text_of(window))
    assert "<address>.example.org" in text_of(window)
    window.picture("report_markup")
    assert words(text_of(window).partition("\n\n")[2]) == words(wireshark.report(capture))
    window.close()


def test_window_goes_with_the_file(application, desktop, captures):
    """Left open: what it shows is about the file that is open."""
    show(application, captures / FIRST)
    window = open_report(application)
    wait_for(lambda: text_of(window).startswith(FIRST), "the report of the first")
    desktop.resize(window.title, 784, 720)
    window.picture("report")
    show(application, captures / "free_busy_tls12.pcapng")
    wait_for(lambda: text_of(window).startswith("free_busy_tls12.pcapng\nOK "), "the report of the second")
    application.menu("View", "Reload").press()
    wait_for(lambda: text_of(window).startswith("free_busy_tls12.pcapng\nOK "), "the report of the same once more")
    application.menu("File", "Close").press()
    wait_for(lambda: text_of(window).startswith("No capture is open."), "the end of the report")
    application.title = "The Wireshark Network Analyzer"
    show(application, captures / FIRST)
    wait_for(lambda: text_of(window).startswith(FIRST), "the report of the first again")
    window.close()


def uses_qt6():
    """Whether this Wireshark is one of Qt 6."""
    done = subprocess.run(["ldd", shutil.which("wireshark")], capture_output=True, check=True, text=True)
    return "libQt6" in done.stdout


# Wireshark's text window disconnects itself from all that watches it before it is freed. Qt 6 then uses what its accessibility
# kept of a window that is gone, and ends Wireshark: only while something asks the accessibility bus, as these tests do.
@pytest.mark.skipif(not missing() and uses_qt6(), reason="Wireshark's text windows and Qt 6's accessibility do not agree")
def test_window_closed_and_opened(application, desktop, captures):
    """Ten times, anew while it is open, and left open when Wireshark ends."""
    show(application, captures / FIRST)
    open_report(application)
    press = bar_of(application).find("push button", "Report").press
    for _ in range(10):
        close_unheard(desktop)
        press_until_shown(desktop, press)
    before = desktop.window_number(TITLE)
    press()
    wait_for(lambda: desktop.window_number(TITLE) not in (None, before), "another window in its place")
    application.close()
