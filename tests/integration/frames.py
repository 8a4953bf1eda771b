# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin says about each frame, read in three ways: fields, the whole tree, sharkd.

Every reader gives the same: {frame number: Frame}, with values as `-T fields`
prints them, so that readings can be compared with one another.
"""

import dataclasses
import re
import xml.etree.ElementTree

FLOW_FIELDS = (
    "role", "role_name", "hybrid", "cloud", "direction", "host", "matched_by", "sni",
    "client.max_version", "client.legacy_version", "version", "cipher", "outcome", "ended_by",
    "alert.description", "alert.level", "alert.sender", "history",
    "client_hello_frame", "server_hello_frame", "alert_frame", "end_frame", "flow_finding", "flow_severity",
)

#: The words of a finding.
TEXT_FIELDS = ("summary", "cause", "remedy", "explains", "reference", "confidence")

_PREFIX = "exchange_hybrid."
_SEVERITIES = {"Error": "error", "Warning": "warning", "Note": "note", "Chat": "chat"}
_SHARKD_FILTER = re.compile(r'([\w.]+) == (?:"(.*)"|(.*))', re.DOTALL)


@dataclasses.dataclass
class Frame:
    """One frame. `values`: field name without prefix -> values; `findings`: (id, severity); `texts`: their words."""

    stream: int | None = None
    values: dict = dataclasses.field(default_factory=dict)
    findings: list = dataclasses.field(default_factory=list)
    texts: list = dataclasses.field(default_factory=list)

    def add(self, name, value):
        """Notes a value of one of the plugin's fields."""
        if name == "hybrid":
            value = {"1": "True", "0": "False"}.get(value, value)
        self.values.setdefault(name, []).append(value)

    @property
    def flow_facts(self):
        """The facts about the whole flow."""
        return {name: self.values[name] for name in FLOW_FIELDS if name in self.values}


def streams_of(frames):
    """Frames of each stream that the plugin says something about, in order; DNS look-ups belong to none."""
    streams = {}
    for _, frame in sorted(frames.items()):
        if frame.values and frame.stream is not None:
            streams.setdefault(frame.stream, []).append(frame)
    return streams


def read_fields(wireshark, capture, *options):
    """What `tshark -T fields` prints. Findings come without a severity."""
    names = [*FLOW_FIELDS, "finding"]
    arguments = ["-n", "-r", capture, *options, "-T", "fields", "-E", "aggregator=|",
                 "-e", "frame.number", "-e", "tcp.stream"]
    for name in names:
        arguments += ["-e", _PREFIX + name]
    frames = {}
    for line in wireshark.tshark(*arguments).decode().splitlines():
        number, stream, *columns = line.split("\t")
        frame = frames[int(number)] = Frame(int(stream) if stream else None)
        for name, column in zip(names, columns, strict=True):
            for value in column.split("|") if column else []:
                frame.add(name, value)
        frame.findings = [(finding, None) for finding in frame.values.pop("finding", [])]
    return frames


def read_tree(wireshark, capture, *options):
    """What the packet details hold (PDML), findings with the severity of their expert info."""
    document = wireshark.tshark("-n", "-r", capture, *options, "-T", "pdml")
    frames = {}
    for packet in xml.etree.ElementTree.fromstring(document):
        frame = Frame()
        for field in packet.iter("field"):
            name, value = field.get("name"), field.get("show")
            if name == "frame.number":
                frames[int(value)] = frame
            elif name == "tcp.stream":
                frame.stream = int(value)
            elif name == _PREFIX + "finding":
                frame.findings.append((value, _severity_in_pdml(field, value)))
            elif name.removeprefix(_PREFIX) in FLOW_FIELDS:
                frame.add(name.removeprefix(_PREFIX), value)
            elif name.removeprefix(_PREFIX) in TEXT_FIELDS:
                frame.texts.append(value)
    return frames


def _severity_in_pdml(finding, name):
    """Severity of the one expert info under a finding, which has the finding's name and its own severity's."""
    (expert,) = finding.findall("field[@name='_ws.expert']")
    severity = _severity_in_label(expert.get("showname"))
    assert expert.find(f"field[@name='{_PREFIX}{name}.{severity}']") is not None
    return severity


def _severity_in_label(label):
    """`Expert Info (Error/Protocol): ...` -> `error`."""
    return _SEVERITIES[re.search(r"Expert Info \((\w+)/", label)[1]]


def read_sharkd(sharkd, capture):
    """What a graphical Wireshark would show: sharkd's packet details after the whole file was read."""
    sharkd.ask("load", file=str(capture))
    frames = {}
    for number in range(1, sharkd.ask("status")["frames"] + 1):
        frame = frames[number] = Frame()
        for node in nodes(sharkd.ask("frame", frame=number, proto=True)["tree"]):
            name, value = _value_in_sharkd(node)
            if name == "tcp.stream":
                frame.stream = int(value)
            elif name == _PREFIX + "finding":
                frame.findings.append((value, _severity_in_sharkd(node, value)))
            elif name.removeprefix(_PREFIX) in FLOW_FIELDS:
                frame.add(name.removeprefix(_PREFIX), value)
    return frames


def nodes(tree):
    """All nodes below."""
    for node in tree:
        yield node
        yield from nodes(node.get("n", []))


def _value_in_sharkd(node):
    """Field name and value from the filter that sharkd offers for a node."""
    match = _SHARKD_FILTER.fullmatch(node.get("f", ""))
    if not match:
        return node.get("f", ""), None
    quoted = match[2]
    return match[1], match[3] if quoted is None else quoted


def _severity_in_sharkd(finding, name):
    """Severity of the one expert info under a finding, which has the finding's name and its own severity's."""
    (expert,) = [node for node in finding["n"] if node["f"] == "_ws.expert"]
    severity = _severity_in_label(expert["l"])
    assert any(node["f"] == f"{_PREFIX}{name}.{severity}" for node in expert["n"])
    return severity
