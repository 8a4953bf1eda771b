# SPDX-License-Identifier: GPL-2.0-or-later
"""An HTTP server that answers as Exchange, its clouds' services and token services do.

Takes the options of openssl_server.py, --plain (no TLS), and the names of answers (answers/): the
first request gets the first one, and so on, over all connections. HTTP/1.1 keeps the connection;
HTTP/2 (by ALPN) answers as many requests as there are answers together, the last one first.
"""

import gzip
import itertools
import socket
from http import HTTPStatus

import h2.config
import h2.connection
import h2.events
from answers import ANSWERS
from answers.hidden import fill
from openssl_server import close, listen, make_parser, reset

_TIMEOUT = 10
_HTTP2 = "h2"
_ENDS = {"reset": reset, "close": close}
#: What a head promises beyond a body that is cut.
_MISSING = 500


def read_request(reader, stream):
    """Read one request, body included; whether there was one."""
    if not reader.readline().strip():
        return False
    headers = {}
    while line := reader.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("expect", "").lower() == "100-continue":
        stream.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    reader.read(int(headers.get("content-length", "0")))
    return True


def body_of(answer):
    """The bytes of the body, compressed if it goes so."""
    body = fill(answer.text).encode()
    return gzip.compress(body, mtime=0) if answer.gzip else body


def headers_of(answer, length):
    """All headers that belong to the answer in every version of HTTP; `length` of its body."""
    headers = [(name, fill(value)) for name, value in answer.headers]
    if answer.content_type:
        headers.insert(0, ("Content-Type", answer.content_type))
    if answer.gzip:
        headers.append(("Content-Encoding", "gzip"))
    if not answer.chunked:
        headers.append(("Content-Length", str(length + (_MISSING if answer.cut else 0))))
    return headers


def pieces_of(answer, body):
    """The body in pieces."""
    return [body[at:at + answer.piece] for at in range(0, len(body), answer.piece)]


def send(stream, answer):
    """One answer of HTTP/1.1; each piece of its body is a TLS record."""
    body = body_of(answer)
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
             *(f"{name}: {value}" for name, value in headers_of(answer, len(body)))]
    if answer.chunked:
        lines.append("Transfer-Encoding: chunked")
    if answer.close:
        lines.append("Connection: close")
    stream.sendall("\r\n".join([*lines, "", ""]).encode())
    for piece in pieces_of(answer, body):
        stream.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if answer.chunked else piece)
    if answer.chunked:
        stream.sendall(b"0\r\n\r\n")


def converse(stream, answers):
    """HTTP/1.1 until the client ends, or an answer ends it."""
    with stream.makefile("rb") as reader:
        while read_request(reader, stream):
            answer = next(answers)
            if answer.instead:
                _ENDS[answer.instead](stream)
                return
            send(stream, answer)
            if answer.cut or answer.close:
                return


def converse_http2(stream, answers, wanted):
    """HTTP/2: `wanted` requests first, then their answers, the last one first."""
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    stream.sendall(connection.data_to_send())
    asked = []
    while data := stream.recv(65536):
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.DataReceived):
                connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                asked.append((event.stream_id, next(answers)))
                if len(asked) == wanted:
                    for number, answer in reversed(asked):
                        _send_http2(connection, number, answer)
                        stream.sendall(connection.data_to_send())
        stream.sendall(connection.data_to_send())


def _send_http2(connection, number, answer):
    body = body_of(answer)
    headers = [(name.lower(), value) for name, value in headers_of(answer, len(body))]
    connection.send_headers(number, [(":status", str(answer.status)), *headers],
                            end_stream=not body)
    pieces = pieces_of(answer, body)
    for piece in pieces:
        connection.send_data(number, piece, end_stream=piece is pieces[-1])


def serve(connection, options, context):
    """One connection, to its end."""
    connection.settimeout(_TIMEOUT)
    if options.plain:
        with connection:
            converse(connection, options.queue)
        return
    with context.wrap_socket(connection, server_side=True) as secure:
        if secure.selected_alpn_protocol() == _HTTP2:
            converse_http2(secure, options.queue, len(options.answers))
        else:
            converse(secure, options.queue)
        try:
            secure.unwrap().shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def main():
    """Listen."""
    parser = make_parser(__doc__)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("answers", nargs="+", choices=ANSWERS, metavar="NAME")
    options = parser.parse_args()
    options.queue = itertools.chain(ANSWERS[name] for name in options.answers)
    listen(options, serve, protocols=(_HTTP2, "http/1.1"))


if __name__ == "__main__":
    main()
