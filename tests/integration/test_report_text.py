# SPDX-License-Identifier: GPL-2.0-or-later
"""The text report: what an administrator must find in it for each failure that the article describes."""

import functools
import re

import pytest

import crafted
import samples

WIDEST_TABLE = 120

FEDERATION_RECEIVE = (
    "PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': An error occurred while attempting to provision "
    'Exchange to the Partner STS. Detailed Information "An error occurred accessing Windows Live. Detailed information: '
    '"The underlying connection was closed: An unexpected error occurred on a receive.".".')
FEDERATION_SEND = FEDERATION_RECEIVE.replace("on a receive", "on a send")
ADD_DOMAIN = (
    "PowerShell failed to invoke 'Add-FederatedDomain': Unable to reserve the URI \"contoso.com\" for the domain "
    '"contoso.com" on application identifier <application ID>. Detailed information: "An error occurred accessing '
    'Windows Live. Detailed information: "The underlying connection was closed: An unexpected error occurred on a '
    'send.".".')
NEW_AUTH_SERVER = (
    'New-AuthServer -Name "WindowsAzureACS" -AuthMetadataUrl '
    '"https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1" Cannot acquire auth metadata document from '
    "'https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1'. Error: The underlying connection was "
    "closed: An unexpected error occurred on a receive.")
OAUTH_SEND = "System.Net.WebException: The underlying connection was closed: An unexpected error occurred on a send."
OAUTH_CLOSED = ("System.IO.IOException: Unable to read data from the transport connection: An existing connection was "
                "forcibly closed by the remote host.")
FREE_BUSY = (
    "When a user who has an on-premises mailbox tries to use the Scheduling Assistant in Microsoft Outlook to retrieve "
    "free/busy information for another user who has an Exchange Online mailbox, free/busy sharing either doesn't work or "
    "works intermittently.")
MAILTIPS = ("When a user who has an on-premises mailbox drafts a message to a user who has an Exchange Online mailbox, "
            "MailTips aren't displayed.")

# The article's own words, by the scenario of the sample (its expectation's `seed`).
MESSAGES = {
    "set_federated_organization_identifier": (FEDERATION_RECEIVE, FEDERATION_SEND),
    "add_federated_domain": (ADD_DOMAIN,),
    "new_auth_server": (NEW_AUTH_SERVER,),
    "test_oauth_connectivity": (OAUTH_SEND, OAUTH_CLOSED),
    "free_busy": (FREE_BUSY,),
    "mailtips": (MAILTIPS,),
}

DOT_NET = ("SystemDefaultTlsVersions=1", "SchUseStrongCrypto=1")
SCHANNEL = ("Enabled=1", "DisabledByDefault=0")
WINHTTP = ("DefaultSecureProtocols=0x00000A00",)
SCHANNEL_PATH = r"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2"
WINHTTP_PATH = r"Microsoft\Windows\CurrentVersion\Internet Settings\WinHttp"
SERVER_SETTINGS = {
    r"HKLM\SOFTWARE\Microsoft\.NETFramework\v4.0.30319": DOT_NET,
    r"HKLM\SOFTWARE\Wow6432Node\Microsoft\.NETFramework\v4.0.30319": DOT_NET,
    SCHANNEL_PATH + r"\Client": SCHANNEL,
    SCHANNEL_PATH + r"\Server": SCHANNEL,
}
WORKSTATION_SETTINGS = {
    "HKLM\\SOFTWARE\\" + WINHTTP_PATH: WINHTTP,
    "HKLM\\SOFTWARE\\Wow6432Node\\" + WINHTTP_PATH: WINHTTP,
}
# Endpoints that workstations call as well as servers.
WORKSTATION_ROLES = {"exo_core", "exo_autodiscover", "entra_sts"}


@pytest.fixture(scope="module")
def report_of(wireshark, captures):
    """A function that gives a sample's report, made once."""
    return functools.cache(lambda sample: wireshark.report(captures / sample.capture.name, *sample.options))


def seed_samples(failing):
    """Samples of the article's scenarios: those that fail by their version, or their healthy twins."""
    chosen = [sample for sample in samples.all_samples() if sample.expected["seed"]
              and any(map(samples.offers_below_tls12, sample.expected["flows"])) == failing]
    return pytest.mark.parametrize("sample", chosen, ids=str)


def filters_of(report):
    """The display filters that a report offers."""
    return re.findall(r"^ *Filter: +(.+)$", report, re.MULTILINE)


def settings_of(report):
    """{registry path: set of value names with their data}: a path's values follow it on the next line."""
    settings = {}
    for path, values in re.findall(r"^ *(HKLM\\.*)\n +(.*)$", report, re.MULTILINE):
        settings.setdefault(path, set()).update(re.findall(r"\w+=\w+", values))
    return settings


def test_every_scenario_of_the_article_is_sampled():
    """Each of the article's failures has a sample that fails."""
    failing = {sample.expected["seed"] for sample in samples.all_samples()
               if any(map(samples.offers_below_tls12, sample.expected["flows"]))}
    assert failing - {None} == set(MESSAGES)


@seed_samples(failing=True)
def test_failure_names_the_machine(report_of, sample):
    """The report says which machine's hello it was."""
    report = report_of(sample)
    for flow in sample.expected["flows"]:
        assert flow["client"] in report


@seed_samples(failing=True)
def test_failure_names_the_settings(report_of, sample):
    """The report holds each registry path in full, with its values' names and data."""
    wanted = dict(SERVER_SETTINGS)
    if WORKSTATION_ROLES & {flow["role"] for flow in sample.expected["flows"]}:
        wanted |= WORKSTATION_SETTINGS
    shown = settings_of(report_of(sample))
    for path, values in wanted.items():
        assert set(values) <= shown.get(path, set()), path


@seed_samples(failing=True)
def test_failure_quotes_the_article(report_of, sample):
    """The report holds the error text that the administrator saw, word for word on one line, to be searched for."""
    lines = report_of(sample).splitlines()
    for message in MESSAGES[sample.expected["seed"]]:
        assert any(message.rstrip(".") in line for line in lines), message


@seed_samples(failing=True)
def test_failure_gives_a_filter(report_of, wireshark, sample, capture):
    """The report's display filters select the failed flows, whole, and nothing else."""
    selected = set()
    for display_filter in filters_of(report_of(sample)):
        numbers = frames_selected(wireshark, capture, display_filter)
        assert numbers
        selected |= numbers
    failed = {stream for stream, flow in sample.flows.items() if flow["findings"]}
    assert selected == frames_selected(
        wireshark, capture, " or ".join(f"tcp.stream == {stream}" for stream in failed))


@seed_samples(failing=True)
def test_filter_leaves_the_healthy_twin_out(wireshark, sample, captures):
    """In a capture that holds twin and failure, the filters select the failed flows only."""
    names = (sample.expected["twin"], sample.capture.name)
    both = wireshark.together(f"{sample} and twin", [captures / name for name in names])
    healthy = len(samples.Sample(sample.expected["twin"].removesuffix(".pcapng")).flows)
    failed = range(healthy, healthy + len(sample.flows))
    selected = set().union(*(frames_selected(wireshark, both, display_filter)
                             for display_filter in filters_of(wireshark.report(both))))
    assert selected == frames_selected(
        wireshark, both, " or ".join(f"tcp.stream == {stream}" for stream in failed))


def frames_selected(wireshark, capture, display_filter):
    """Numbers of the frames that a display filter selects."""
    printed = wireshark.tshark("-n", "-2", "-r", capture, "-Y", display_filter, "-T", "fields", "-e", "frame.number")
    return {int(number) for number in printed.split()}


@seed_samples(failing=False)
def test_healthy_twin_is_left_in_peace(report_of, sample):
    """No registry path, no error text, no filter where nothing is wrong."""
    report = report_of(sample)
    assert not settings_of(report) and "HKLM" not in report
    assert not filters_of(report) and "Filter:" not in report
    for messages in MESSAGES.values():
        for message in messages:
            assert message.rstrip(".") not in report


def test_capture_without_tls(wireshark, captures):
    """One line says that there is nothing to say."""
    report = wireshark.report(captures / "no_tls.pcapng")
    assert len(report.splitlines()) == 1 and "No TLS" in report


@pytest.mark.parametrize("command", ["report", "json"])
@pytest.mark.parametrize("behind", [" tcp.stream == 0", "s", ".tcp"])
def test_a_filter_without_its_comma_is_refused(wireshark, captures, command, behind):
    """One line, a status, and no report on all flows."""
    argument = f"exchange_hybrid,{command}{behind}"
    done = wireshark.run(["tshark", "-n", "-r", captures / "free_busy_tls10.pcapng", "-q", "-z", argument])
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines()[-1] == f"tshark: -z {argument}: a comma has to stand before the display filter"


def test_table_of_flows_fits(report_of, sample):
    """One row a flow, none wider than a terminal."""
    lines = report_of(sample).splitlines()
    starts = [number for number, line in enumerate(lines) if line.lstrip().startswith("Stream ")]
    assert len(starts) == (1 if sample.flows else 0)
    for start in starts:
        table = lines[start:start + 1 + len(sample.flows)]
        assert [int(line.split()[0]) for line in table[1:]] == sorted(sample.flows)
        assert max(map(len, table)) <= WIDEST_TABLE


def test_two_passes_print_the_same(report_of, wireshark, sample, capture):
    """With -2 the report is the same; that a second run prints it too: test_report_json.py."""
    assert wireshark.report(capture, "-2", *sample.options) == report_of(sample)


@pytest.mark.parametrize("name", [b"a\x1b[2J\x1b[31mb", b"a\r\nVerdict: fine", "a\u202eb".encode()],
                         ids=["escape sequence", "line feed", "direction"])
def test_names_do_not_steer_the_terminal(wireshark, tmp_path, name):
    """What a stranger sent as a name moves no cursor and makes no line."""
    capture = wireshark.file(f"{tmp_path.name}.pcap", crafted.hello_and_reset([name]))
    report = wireshark.report(capture)
    assert not [character for character in report if character != "\n" and not character.isprintable()]
    assert "\nVerdict: fine" not in report
