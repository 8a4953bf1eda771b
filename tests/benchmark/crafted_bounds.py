# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures that fill tables: frames that no machine sent, built byte by byte (Ethernet, IPv4, checksums zero)."""

import dataclasses
import struct
import typing

from crafted import ACK, PSH, RST, SYN, TLS10, TLS12, client_hello, records
from memory import FILE_HEADER, FIRST_CLIENT, FIRST_SECOND, MAGIC, RECORD_HEADER, Template

SERVER = bytes([203, 0, 113, 80])
CLIENT = struct.pack(">I", FIRST_CLIENT)
RESOLVER = bytes([203, 0, 113, 53])
FIRST_SERVER = 0x2C000000  # 44.0.0.0
FIRST_PORT, PORTS = 20_000, 40_000
HTTPS, DNS = 443, 53
#: TCP payload of a frame.
SEGMENT = 1400
MICROSECONDS_BETWEEN_FLOWS = 10_000


def _ipv4(protocol, source, destination, payload):
    header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0, source, destination)
    return bytes(12) + b"\x08\x00" + header + payload


def _tcp(ends, ports, flags, sequence, acknowledged, payload=b""):
    header = struct.pack(">HHIIBBHHH", *ports, sequence & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, 5 << 4, flags, 0xFFFF, 0, 0)
    return _ipv4(6, *ends, header + payload)


def _dns_answer(name, rcode, address=None):
    """The answer to a question for a name's address."""
    labels = b"".join(bytes([len(label)]) + label for label in name.split(b".")) + b"\0"
    record = struct.pack(">HHHIH", 0xC00C, 1, 1, 60, 4) + address if address else b""
    message = (struct.pack(">HHHHHH", 1, 0x8180 | rcode, 1, 1 if address else 0, 0, 0) + labels
               + struct.pack(">HH", 1, 1) + record)
    return _ipv4(17, RESOLVER, CLIENT, struct.pack(">HHHH", DNS, FIRST_PORT, 8 + len(message), 0) + message)


def _flow(hello, end, server=SERVER):
    """Frames of a connection: its three first, a ClientHello, and how the server ends it (flags, payload)."""
    there, back = (CLIENT, server), (server, CLIENT)
    to_server, to_client = (FIRST_PORT, HTTPS), (HTTPS, FIRST_PORT)
    packets = [_tcp(there, to_server, SYN, 0, 0), _tcp(back, to_client, SYN | ACK, 0, 1), _tcp(there, to_server, ACK, 1, 1)]
    packets += [_tcp(there, to_server, PSH | ACK, 1 + start, 1, hello[start:start + SEGMENT])
                for start in range(0, len(hello), SEGMENT)]
    packets.append(_tcp(back, to_client, end[0], 1, 1 + len(hello), end[1]))
    return [(1000 * place, packet) for place, packet in enumerate(packets)]


ALERT = (PSH | ACK, bytes([21, 3, 1, 0, 2, 2, 40]))  # fatal, handshake_failure
RESET = (RST | ACK, b"")


class _Patched(Template):
    """A template with texts or addresses that are another each time."""

    def __init__(self, packets, marks):
        super().__init__(packets)
        self._places = [(place, len(mark)) for mark in marks for place in self._all(mark)]
        assert len(self._places) >= len(marks)

    def _all(self, mark):
        place = self._bytes.find(mark)
        while place != -1:
            yield place
            place = self._bytes.find(mark, place + 1)

    def patch(self, place, value):
        """Writes over the mark at a place (their order is that of the marks)."""
        start, length = self._places[place]
        assert len(value) == length
        self._bytes[start:start + length] = value


def _begin(file):
    file.write(FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1))


def _time_of(number):
    return FIRST_SECOND * 1_000_000 + number * MICROSECONDS_BETWEEN_FLOWS


FLOWS_OF_A_CLIENT = 8


def _write_flows(file, units, _programs):
    """Clients that are always old, always current, or both; all of their connections fail."""
    _begin(file)
    old, current = (Template(_flow(records(client_hello(b"outlook.office365.com", version), version), end))
                    for version, end in ((TLS10, RESET), (TLS12, ALERT)))
    for number in range(units):
        client, turn = divmod(number, FLOWS_OF_A_CLIENT)
        template = (old, current, old if turn % 2 else current)[client % 3]
        file.write(template.records(_time_of(number), FIRST_CLIENT + client, FIRST_PORT + turn))


NAME, ADDRESS, MISSING = b"host0000000.mail.protection.outlook.com", b"\x2c\xab\xcd\xef", b"tenant0000000.mail.onmicrosoft.com"


def _write_names(file, units, _programs):
    """One client. For each name an answer that gives it an address, one that says that another name does not exist, and
    a connection to that address, in turn with the name in its hello and with none; all fail."""
    _begin(file)
    label, missing = NAME.split(b".")[0], MISSING.split(b".")[0]
    named, nameless = records(client_hello(NAME, TLS12), TLS12), records(client_hello(b"", TLS12), TLS12)
    answers = [(0, _dns_answer(NAME, 0, ADDRESS)), (1000, _dns_answer(MISSING, 3))]
    answers = _Patched(answers, (label, ADDRESS, missing))
    flows = _Patched(_flow(named, RESET, ADDRESS), (label,)), _Patched(_flow(nameless, RESET, ADDRESS), ())
    for number in range(units):
        address = struct.pack(">I", FIRST_SERVER + number)
        answers.patch(0, b"host%07d" % number)
        answers.patch(1, address)
        answers.patch(2, b"tenant%07d" % number)
        file.write(answers.records(_time_of(2 * number), FIRST_CLIENT, FIRST_PORT))
        flow = flows[number % 2]
        if flow is flows[0]:
            flow.patch(0, b"host%07d" % number)
        packets = bytes(flow.records(_time_of(2 * number + 1), FIRST_CLIENT, FIRST_PORT + number % PORTS))
        file.write(packets.replace(ADDRESS, address))


def _file(packets):
    """A capture file in memory."""
    return FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1) + b"".join(
        RECORD_HEADER.pack(FIRST_SECOND + number, 0, len(packet), len(packet)) + packet
        for number, packet in enumerate(packets))


def missing_names(count):
    """A capture file of DNS answers: so many names of Microsoft's that do not exist."""
    return _file(_dns_answer(b"tenant%07d.mail.onmicrosoft.com" % number, 3) for number in range(count))


def changing_names(names):
    """A capture file of DNS answers that give one address one name after the other, and a connection to it without any."""
    answers = [_dns_answer(name.encode(), 0, SERVER) for name in names]
    return _file([*answers, *(packet for _, packet in _flow(records(client_hello(b"", TLS12), TLS12), RESET))])


#: One turn of the endless handshake: messages of four bytes in one record, others in records of their own, certificates.
IN_ONE_RECORD, IN_OWN_RECORDS, CERTIFICATES = 4096, 5800, 103
TURN = IN_ONE_RECORD + IN_OWN_RECORDS + CERTIFICATES + 1
HELLO_REQUEST, SERVER_HELLO_DONE = bytes(4), b"\x0e" + bytes(3)


def _handshake(kind, body):
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def _certificate_of(programs):
    """A real server's certificate (DER), out of a sample."""
    sample = programs.side_by_side(_samples()) / "mailtips_tls12.pcapng"
    printed = programs.tshark("-n", "-r", sample, "-T", "fields", "-E", "occurrence=f", "-e", "tls.handshake.certificate",
                              "-Y", "tls.handshake.certificate", plugin=False)
    return bytes.fromhex(printed.split()[0].decode())


def _samples():
    from samples import FOLDER
    return FOLDER


def _server_hello():
    return _handshake(2, struct.pack(">H", TLS12) + bytes(32) + b"\0" + struct.pack(">HB", 0x002F, 0))


def _messages(units, certificate):
    """(from the client, records) of the endless handshake, a frame's worth or more each; no certificate comes twice."""
    yield True, records(client_hello(b"outlook.office365.com", TLS12), TLS12)
    yield False, records(_server_hello(), TLS12)
    for turn in range(max(1, units // TURN)):
        yield True, records(client_hello(b"outlook.office365.com", TLS12), TLS12)
        yield False, records(SERVER_HELLO_DONE * IN_ONE_RECORD, TLS12)
        yield False, (records(HELLO_REQUEST, TLS12) + records(SERVER_HELLO_DONE, TLS12)) * (IN_OWN_RECORDS // 2)
        for number in range(CERTIFICATES):
            der = certificate[:-4] + struct.pack(">I", turn * CERTIFICATES + number)
            listed = len(der).to_bytes(3, "big") + der
            yield False, records(_handshake(11, len(listed).to_bytes(3, "big") + listed), TLS12)


def _write_handshake(file, units, programs):
    """One connection, in which handshake messages go on and on. The client acknowledges each piece of the server's."""
    ends = {True: (CLIENT, SERVER), False: (SERVER, CLIENT)}
    ports = {True: (FIRST_PORT, HTTPS), False: (HTTPS, FIRST_PORT)}
    sent, packets = {True: 1, False: 1}, 0

    def put(from_client, flags, payload=b"", begins=False):
        nonlocal packets
        sequence = 0 if begins else sent[from_client]
        acknowledged = sent[not from_client] if flags & ACK else 0
        packet = _tcp(ends[from_client], ports[from_client], flags, sequence, acknowledged, payload)
        microseconds = FIRST_SECOND * 1_000_000 + packets * 100
        file.write(RECORD_HEADER.pack(*divmod(microseconds, 1_000_000), len(packet), len(packet)) + packet)
        sent[from_client] += len(payload)
        packets += 1

    _begin(file)
    put(True, SYN, begins=True)
    put(False, SYN | ACK, begins=True)
    for from_client, stream in _messages(units, _certificate_of(programs)):
        for start in range(0, len(stream), SEGMENT):
            put(from_client, PSH | ACK, stream[start:start + SEGMENT])
        put(not from_client, ACK)


LONG_NAME = 16 * 1024


def _write_long_names(file, units, _programs):
    """Hellos with a server name of 16 KiB, each another one; the server resets them."""
    _begin(file)
    mark = b"host0000000."
    hello = records(client_hello(mark + b"x" * (LONG_NAME - len(mark)), TLS12), TLS12)
    template = _Patched(_flow(hello, RESET), (mark,))
    for number in range(units):
        template.patch(0, b"host%07d." % number)
        file.write(template.records(_time_of(number), FIRST_CLIENT, FIRST_PORT + number % PORTS))


def _beyond(units, bound):
    return max(0, units - bound)


@dataclasses.dataclass
class Kind:
    """One kind of capture. `cut`: (units, bounds) -> what the report has to say below `limits`, zeros left out or not."""

    name: str
    what: str
    units: int
    write: typing.Callable
    cut: typing.Callable
    one_flow: bool = False
    #: Are there DNS look-ups with a record, too?
    lookups: bool = False

    def records(self, units, bounds):
        """How many flows and look-ups have a record."""
        return self.flows(units) + (min(units, bounds["FAILED_LOOKUPS"]) if self.lookups else 0)

    def flows(self, units):
        """How many flows the report has to list."""
        return 1 if self.one_flow else units


KINDS = (
    Kind("flows", "TLS flows, each failed", 1_000_000, _write_flows, lambda units, bounds: {
        "flows_cut": _beyond(units, bounds["FLOWS"]),
        "hosts_cut": _beyond(units, FLOWS_OF_A_CLIENT * bounds["HOSTS"]),
        "clients_cut": _beyond(units, FLOWS_OF_A_CLIENT * bounds["HOSTS"])}),
    Kind("names", "names from DNS and SNI, each with a flow that failed", 200_000, _write_names, lambda units, bounds: {
        "lookups_cut": _beyond(units, bounds["LOOKUP_ADDRESSES"]),
        "failed_lookups_cut": _beyond(units, bounds["FAILED_LOOKUPS"])}, lookups=True),
    Kind("handshake", "handshake messages in one flow", 1_000_000, _write_handshake, lambda units, bounds: {
        "messages_cut": max(1, units // TURN), "histories_cut": 1}, one_flow=True),
    Kind("long names", "hellos with names of 16 KiB", 20_000, _write_long_names, lambda units, bounds: {
        "names_cut": units}),
)
