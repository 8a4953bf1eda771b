# SPDX-License-Identifier: GPL-2.0-or-later
"""install.cmd, as a user runs it, in Wine's command prompt."""

import pytest

VERSIONS = ("4.0", "4.4", "4.6")


def install(windows, unpacked, *options):
    """Status and text of install.cmd; none of it goes to standard error."""
    status, output, _ = windows.run("cmd", "/c", "install.cmd", *options, cwd=unpacked)
    return status, output.decode(errors="replace")


def modules(folder):
    """Versions of Wireshark that there is a module for."""
    return tuple(sorted(path.parts[-3] for path in folder.glob("plugins/*/epan/exchange_hybrid.dll")))


def test_without_wireshark_nothing_is_done(clean, unpacked):
    """Two lines say what to do."""
    status, output = install(clean, unpacked)
    assert status == 1
    assert output.startswith("Wireshark was not found: ") and "INSTALL.txt" in output
    assert not (clean.settings / "Wireshark").exists()


def test_installs_for_the_user(windows, unpacked):
    """The module of each version, and the profile; nothing in the program's folder."""
    status, output = install(windows, unpacked)
    assert status == 0, output
    assert "\nDone. Start Wireshark again" in output
    folder = windows.settings / "Wireshark"
    assert modules(folder) == VERSIONS
    for path in (unpacked / "profiles/Exchange Hybrid").iterdir():
        assert (folder / "profiles/Exchange Hybrid" / path.name).read_bytes() == path.read_bytes()
    assert modules(windows.programs / "Wireshark") == ()


def test_installs_again(windows, unpacked):
    """A module is replaced; the user's own profile is kept."""
    install(windows, unpacked)
    module = windows.settings / "Wireshark/plugins/4.4/epan/exchange_hybrid.dll"
    module.write_bytes(b"old")
    preferences = windows.settings / "Wireshark/profiles/Exchange Hybrid/preferences"
    preferences.write_text("mine", encoding="ascii")
    status, output = install(windows, unpacked)
    assert status == 0 and "The profile is there already" in output
    assert module.read_bytes() == (unpacked / "plugins/4.4/epan/exchange_hybrid.dll").read_bytes()
    assert preferences.read_text(encoding="ascii") == "mine"


def test_removes(windows, unpacked):
    """No module stays; the profile does. Once more: nothing to do is no fault."""
    install(windows, unpacked)
    for _ in range(2):
        status, output = install(windows, unpacked, "/remove")
        assert status == 0 and output.startswith("Removed from ")
        assert modules(windows.settings / "Wireshark") == ()
    assert (windows.settings / "Wireshark/profiles/Exchange Hybrid/preferences").is_file()


def test_installs_for_all_and_removes(windows, unpacked):
    """The program's folder, not the user's."""
    program = windows.programs / "Wireshark"
    status, output = install(windows, unpacked, "/all")
    assert status == 0, output
    assert modules(program) == VERSIONS and (program / "profiles/Exchange Hybrid/preferences").is_file()
    assert not (windows.settings / "Wireshark").exists()
    status, output = install(windows, unpacked, "/remove", "/all")
    assert status == 0, output
    assert modules(program) == ()


def test_says_that_rights_are_missing(windows, unpacked):
    """For all users, by somebody who may not write there: what to do, and a status."""
    program = windows.programs / "Wireshark"
    program.chmod(0o555)
    status, output = install(windows, unpacked, "/all")
    program.chmod(0o755)
    assert status == 1
    assert "run this as an administrator" in output and "Done." not in output
    assert modules(program) == ()


def test_unknown_option(windows, unpacked):
    """One line, and nothing is done."""
    status, output = install(windows, unpacked, "/everywhere")
    assert (status, output) == (2, "install.cmd: unknown option /everywhere; there are /all and /remove.\n")
    assert not (windows.settings / "Wireshark").exists()


def test_folder_of_wireshark_from_the_registry(clean, unpacked):
    """A Wireshark that was installed elsewhere."""
    folder = clean.drive / "Tools (x64)" / "Wireshark"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tshark.exe").touch()
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\Wireshark.exe"
    clean.run("reg", "add", key, "/v", "Path", "/d", r"C:\Tools (x64)\Wireshark", "/f")
    status, output = install(clean, unpacked, "/all")
    clean.run("reg", "delete", key, "/f")
    assert status == 0, output
    assert modules(folder) == VERSIONS


@pytest.mark.usefixtures("tshark_is_there")
@pytest.mark.parametrize("option", ["", "/all"])
def test_wireshark_lists_it(windows, unpacked, option):
    """What INSTALL.txt tells to do, and to look for at its end."""
    status, output = install(windows, unpacked, *filter(None, [option]))
    assert status == 0, output
    command = '"%ProgramFiles%\\Wireshark\\tshark.exe" -G plugins | find "exchange_hybrid"'
    assert command in (unpacked / "INSTALL.txt").read_text(encoding="ascii")
    (unpacked / "list.cmd").write_text(f"@{command}\r\n", encoding="ascii", newline="")
    status, output, errors = windows.run("cmd", "/c", "list.cmd", cwd=unpacked)
    (line,) = output.decode().splitlines()
    assert line.startswith("exchange_hybrid.dll") and "\\plugins\\4.0\\epan\\" in line, errors
