# SPDX-License-Identifier: GPL-2.0-or-later
"""A front end that looks at the ClientHello first, then lets OpenSSL (Python's ssl) answer.

Stands for a cloud front end, balancer or server that drops old versions without
a word: what is below its lowest version it resets or closes (--below), the rest
gets a real handshake and a short HTTP answer.

--act ends or stalls every connection at one point:
  answer                handshake, HTTP answer (the default)
  reset, close          RST or FIN right after the ClientHello
  silence               never say anything after the TCP handshake
  late                  answer 3 s after the ClientHello
  alert80               OpenSSL is told of an internal error when it sees the name
  alert112              ... that the name is not known
  reset-before-finished, close-before-finished
                        real handshake up to the client's Finished, then RST or FIN
  silence-before-finished
                        ... then never another word
  no-starttls, mask-starttls, refuse-starttls
                        of an SMTP server (smtp_server.py)
  reset-after-request, close-after-request
                        real handshake; RST or FIN instead of an answer to the request
  long-answer           an answer above 1000 bytes, then the end
  keep-alive            the same, and the end 2 s later
  without-tls13, without-tls12
                        as a device on the way does: the stack never sees that the hello
                        offers this version
--act-above V: it does so only to hellos whose highest version is above V; others are answered.

SSLKEYLOGFILE in the environment: where to log the secrets of each connection.
"""

import argparse
import os
import socket
import ssl
import struct
import threading
import time

_TIMEOUT = 5
_SILENCE = 60
_LATE = 3
_IDLE = 2
#: Bodies; with it even the short answer is as long as real ones are by their headers (300 bytes).
_SHORT, _LONG = 250, 1000
_RECORD_HEADER = 5
_SUPPORTED_VERSIONS = 43
_UNKNOWN_EXTENSION = 0xFE00
_LARGEST_READ = 65536
_VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3,
}
_WIRE_VERSIONS = {"1.0": 0x0301, "1.1": 0x0302, "1.2": 0x0303, "1.3": 0x0304}
_REFUSES_NAME = {"alert80": ssl.ALERT_DESCRIPTION_INTERNAL_ERROR,
                 "alert112": ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME}
_HIDES = {0x0303: "without-tls12", 0x0304: "without-tls13"}


def peek_hello(connection):
    """The first record of the client, whole, still to be read by the TLS stack."""
    needed = _RECORD_HEADER
    while True:
        data = connection.recv(needed, socket.MSG_PEEK)
        if not data:
            return b""
        if len(data) >= _RECORD_HEADER:
            sslv2_framed = data[0] & 0x80
            needed = (2 + (data[0] & 0x7F) * 256 + data[1] if sslv2_framed
                      else _RECORD_HEADER + struct.unpack_from("!H", data, 3)[0])
            if len(data) >= needed:
                return data
        time.sleep(0.005)


def extensions(hello):
    """(offset, type, length) of each extension of a whole first record."""
    offset = _RECORD_HEADER + 4 + 2 + 32
    offset += 1 + hello[offset]
    offset += 2 + struct.unpack_from("!H", hello, offset)[0]
    offset += 1 + hello[offset] + 2
    while offset + 4 <= len(hello):
        kind, length = struct.unpack_from("!HH", hello, offset)
        yield offset, kind, length
        offset += 4 + length


def highest_version(hello):
    """The highest version that a whole first record offers."""
    if hello[0] & 0x80:
        return struct.unpack_from("!H", hello, 3)[0]
    highest = struct.unpack_from("!H", hello, _RECORD_HEADER + 4)[0]
    for offset, kind, _ in extensions(hello):
        if kind == _SUPPORTED_VERSIONS:
            offered = struct.unpack_from(f"!{hello[offset + 4] // 2}H", hello, offset + 5)
            highest = max(v for v in offered if v in _WIRE_VERSIONS.values())
    return highest


def reset(connection):
    """End with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def close(connection):
    """End with FIN: first read what has come, or the kernel would send RST."""
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        pass
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(1)
    try:
        connection.recv(1)
    except OSError:
        pass
    connection.close()


def stay(_):
    """Say nothing."""
    time.sleep(_SILENCE)


def read_request(secure):
    """Read one HTTP request, body included; whether there was one."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = secure.recv(4096)
        if not chunk:
            return False
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += secure.recv(4096)
    return True


def answer(connection, context, act="answer"):
    """A whole handshake, a request, an answer, a proper end; or what `act` says instead."""
    with context.wrap_socket(connection, server_side=True) as secure:
        asked = read_request(secure)
        if act.endswith("-after-request"):
            end = {"reset": reset, "close": close}[act.split("-")[0]]
            end(socket.socket(fileno=secure.detach()))
            return
        body = b"ok\n".rjust(_LONG if act in ("long-answer", "keep-alive") else _SHORT)
        if asked:
            secure.sendall(b"HTTP/1.1 200 OK\r\n"
                           b"Content-Length: %d\r\nConnection: close\r\n\r\n%b"
                           % (len(body), body))
        if act == "keep-alive":
            time.sleep(_IDLE)
        try:
            secure.unwrap().close()
        except OSError:
            pass


def stop_before_finished(connection, context, end):
    """Play the handshake until the client's Finished has come, then end."""
    received, to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
    secure = context.wrap_bio(received, to_send, server_side=True)
    while True:
        received.write(connection.recv(65536))
        try:
            secure.do_handshake()
        except ssl.SSLWantReadError:
            connection.sendall(to_send.read())
        else:
            end(connection)
            return


def hide_version(hello, act):
    """The hello as a device passes it on that does not let this version through."""
    changed = bytearray(hello)
    if act == "without-tls12":
        struct.pack_into("!H", changed, _RECORD_HEADER + 4, _WIRE_VERSIONS["1.1"])
    for at, kind, _ in extensions(hello):
        if kind == _SUPPORTED_VERSIONS:
            struct.pack_into("!H", changed, at, _UNKNOWN_EXTENSION)
    return bytes(changed)


def answer_another_hello(connection, context, act):
    """Let the stack answer a hello without a version, until the client has had enough."""
    received, to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
    secure = context.wrap_bio(received, to_send, server_side=True)
    hello = peek_hello(connection)
    received.write(hide_version(connection.recv(len(hello)), act))
    try:
        secure.do_handshake()
    except ssl.SSLWantReadError:
        connection.sendall(to_send.read())
    while connection.recv(_LARGEST_READ):
        pass
    connection.close()


def serve(connection, options, context):
    """One connection, from the peeked hello to its end."""
    connection.settimeout(_TIMEOUT)
    hello = peek_hello(connection)
    if not hello:
        connection.close()
        return
    highest, act = highest_version(hello), options.act
    if options.act_above and highest <= _WIRE_VERSIONS[options.act_above]:
        act = "answer"
    if act == "silence":
        time.sleep(_SILENCE)
        return
    if act == "late":
        time.sleep(_LATE)
    end = {"reset": reset, "close": close, "silence": stay}
    old = highest < _WIRE_VERSIONS[options.low]
    if act in end:
        end[act](connection)
    elif old and options.below in end:
        end[options.below](connection)
    elif act.endswith("-before-finished"):
        stop_before_finished(connection, context, end[act.split("-")[0]])
    elif act == _HIDES.get(highest):
        answer_another_hello(connection, context, act)
    else:
        answer(connection, context, act)


def make_context(options):
    """OpenSSL's side of the options."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(options.ciphers)
    context.minimum_version = _VERSIONS[options.low]
    context.maximum_version = _VERSIONS[options.high]
    if options.group:
        context.set_ecdh_curve(options.group)
    context.load_cert_chain(options.chain, options.key)
    if "SSLKEYLOGFILE" in os.environ:
        context.keylog_filename = os.environ["SSLKEYLOGFILE"]
    if options.ask:
        context.verify_mode = ssl.CERT_OPTIONAL
        context.load_verify_locations(options.ask)
    if options.act in _REFUSES_NAME:
        context.sni_callback = lambda *_: _REFUSES_NAME[options.act]
    return context


def make_parser(description):
    """The options that every server with Python's ssl takes."""
    parser = argparse.ArgumentParser(description=description)
    for name in ("address", "key", "chain", "low", "high", "ciphers"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--group")
    parser.add_argument("--ask", help="ask for a client certificate of this authority")
    parser.add_argument("--below", choices=("alert", "reset", "close"), default="alert")
    parser.add_argument("--act", default="answer", choices=(
        "answer", "reset", "close", "silence", "late", *_REFUSES_NAME,
        "reset-before-finished", "close-before-finished", "silence-before-finished",
        "no-starttls", "mask-starttls", "refuse-starttls", "reset-after-request",
        "close-after-request", "long-answer", "keep-alive", "without-tls13", "without-tls12"))
    parser.add_argument("--act-above", choices=tuple(_WIRE_VERSIONS))
    return parser


def listen(options, serve_one, protocols=()):
    """One thread a connection, for ever; `protocols`: those of ALPN, the best one first."""
    context = make_context(options)
    if protocols:
        context.set_alpn_protocols(protocols)
    family = socket.AF_INET6 if ":" in options.address else socket.AF_INET
    with socket.create_server((options.address, options.port), family=family) as listener:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve_one, args=(connection, options, context),
                             daemon=True).start()


if __name__ == "__main__":
    listen(make_parser(__doc__).parse_args(), serve)
