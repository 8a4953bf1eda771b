# SPDX-License-Identifier: GPL-2.0-or-later
"""An SMTP server that knows EHLO, STARTTLS and QUIT; TLS by openssl_server.py.

Takes its options, and --banner NAME: the name that the server calls itself.
"""

import socket

from openssl_server import listen, make_parser, reset

_TIMEOUT = 5


def converse(connection, name, stop_at):
    """Answer commands; True when `stop_at` was said, False at QUIT or the end."""
    answers = {"ehlo": f"250-{name} Hello\r\n250-SIZE 37748736\r\n250 STARTTLS\r\n",
               "starttls": "220 2.0.0 SMTP server ready\r\n",
               "quit": "221 2.0.0 Service closing transmission channel\r\n"}
    with connection.makefile("rb") as lines:
        for line in lines:
            verb = line.split()[0].decode().lower() if line.strip() else ""
            connection.sendall(answers.get(verb, "500 5.3.3 Unrecognized command\r\n").encode())
            if verb in (stop_at, "quit"):
                return verb == stop_at
    return False


def serve(connection, options, context):
    """One connection, from the banner to its end."""
    connection.settimeout(_TIMEOUT)
    with connection:
        connection.sendall(
            f"220 {options.banner} Microsoft ESMTP MAIL Service ready\r\n".encode())
        if not converse(connection, options.banner, "starttls"):
            return
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                if options.act == "reset-after-request":
                    secure.recv(1)
                    reset(socket.socket(fileno=secure.detach()))
                    return
                converse(secure, options.banner, None)
                secure.unwrap().shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def main():
    """Listen."""
    parser = make_parser(__doc__)
    parser.add_argument("--banner", required=True)
    listen(parser.parse_args(), serve)


if __name__ == "__main__":
    main()
