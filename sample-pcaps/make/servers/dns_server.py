# SPDX-License-Identifier: GPL-2.0-or-later
"""A DNS server with a few records, over UDP and TCP.

Arguments: ADDRESS ["NAME TYPE VALUE" ...] [--truncate] [--fail CODE], TYPE one of A, AAAA, CNAME.
Follows CNAME records within its own; NXDOMAIN for a name of which it knows nothing.
--truncate: each UDP answer is empty and truncated, so that the client asks over TCP.
--fail: each answer over UDP is this response code alone.
"""

import argparse
import ipaddress
import socketserver
import struct
import threading

_PORT = 53
_TTL = 60
_TYPES = {"A": 1, "CNAME": 5, "AAAA": 28}
_CNAME = _TYPES["CNAME"]
_INTERNET = 1
_ANSWER, _TRUNCATED, _RECURSION_DESIRED, _RECURSION_AVAILABLE = 0x8000, 0x0200, 0x0100, 0x0080
_NO_SUCH_NAME = 3
_HEADER = struct.Struct("!6H")
_NAME_OF_QUESTION = struct.pack("!H", 0xC000 | _HEADER.size)


def read_question(query):
    """(name, type, bytes of the question) of a query with one question."""
    labels, at = [], _HEADER.size
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    kind = struct.unpack_from("!H", query, at + 1)[0]
    return ".".join(labels).lower(), kind, query[_HEADER.size:at + 5]


def write_name(name):
    """A name on the wire, uncompressed."""
    return b"".join(bytes([len(one)]) + one.encode() for one in name.split(".")) + b"\0"


def find(records, name, kind):
    """The records that answer, aliases first: (owner, type, data)."""
    found = []
    while True:
        alias = records.get((name, _CNAME))
        found += [(name, kind, data) for data in records.get((name, kind), [])]
        if not alias or kind == _CNAME:
            return found
        found.append((name, _CNAME, write_name(alias[0])))
        name = alias[0]


def answer(query, records, truncate=False, code=0):
    """The answer to a query; `code`: nothing but this response code."""
    number, flags = struct.unpack_from("!HH", query)
    name, kind, question = read_question(query)
    found = [] if truncate or code else find(records, name, kind)
    known = any(owner == name for owner, _ in records)
    flags = (_ANSWER | flags & _RECURSION_DESIRED | _RECURSION_AVAILABLE
             | (_TRUNCATED if truncate else 0) | (code or (0 if known else _NO_SUCH_NAME)))
    parts = [_HEADER.pack(number, flags, 1, len(found), 0, 0), question]
    for owner, owner_kind, data in found:
        parts.append((_NAME_OF_QUESTION if owner == name else write_name(owner))
                     + struct.pack("!HHIH", owner_kind, _INTERNET, _TTL, len(data)) + data)
    return b"".join(parts)


class Datagram(socketserver.BaseRequestHandler):
    """DNS over UDP."""

    def handle(self):
        query, back = self.request
        back.sendto(answer(query, self.server.records, self.server.truncate, self.server.code),
                    self.client_address)


class Stream(socketserver.StreamRequestHandler):
    """DNS over TCP: a length before each message, until the client closes."""

    def handle(self):
        while len(length := self.rfile.read(2)) == 2:
            message = answer(self.rfile.read(struct.unpack("!H", length)[0]), self.server.records)
            self.wfile.write(struct.pack("!H", len(message)) + message)


def read_records(texts):
    """(name, type) -> data of "NAME TYPE VALUE" arguments; of a CNAME the name itself."""
    records = {}
    for text in texts:
        name, kind, value = text.split()
        data = value if kind == "CNAME" else ipaddress.ip_address(value).packed
        records.setdefault((name, _TYPES[kind]), []).append(data)
    return records


def make_server(kind, handler, address, options):
    """A server with the records, for the address' family."""
    class Server(kind):
        """The family belongs to the class."""
        allow_reuse_address = True
        address_family = (socketserver.socket.AF_INET6 if ":" in address
                          else socketserver.socket.AF_INET)
    server = Server((address, _PORT), handler)
    server.records, server.truncate = read_records(options.record), options.truncate
    server.code = options.fail
    return server


def main():
    """UDP first: who finds the TCP port open may ask either way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--truncate", action="store_true")
    parser.add_argument("--fail", type=int, default=0)
    parser.add_argument("record", nargs="*")
    options = parser.parse_args()
    datagrams = make_server(socketserver.ThreadingUDPServer, Datagram, options.address, options)
    threading.Thread(target=datagrams.serve_forever, daemon=True).start()
    make_server(socketserver.ThreadingTCPServer, Stream, options.address, options).serve_forever()


if __name__ == "__main__":
    main()
