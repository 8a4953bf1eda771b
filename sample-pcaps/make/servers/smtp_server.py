# SPDX-License-Identifier: GPL-2.0-or-later
"""An SMTP server that knows EHLO, STARTTLS, MAIL and QUIT; TLS by openssl_server.py.

Takes its options, and --banner NAME: the name that the server calls itself. Mail without TLS it refuses.
--act no-starttls: does not offer STARTTLS; mask-starttls: an answer as an inspecting device on
the way makes it; refuse-starttls: refuses it for now.
"""

import socket

from openssl_server import listen, make_parser, reset

_TIMEOUT = 5
_OFFERS = {"no-starttls": "8BITMIME", "mask-starttls": "XXXXXXXA"}


def converse(connection, name, stop_at, act="answer"):
    """Answer commands; True when `stop_at` was said, False at QUIT or the end."""
    offer = _OFFERS.get(act, "STARTTLS")
    answers = {"ehlo": f"250-{name} Hello\r\n250-SIZE 37748736\r\n250 {offer}\r\n",
               "mail": "451 5.7.3 STARTTLS is required to send mail\r\n",
               "starttls": "220 2.0.0 SMTP server ready\r\n",
               "quit": "221 2.0.0 Service closing transmission channel\r\n"}
    if act == "refuse-starttls":
        answers["starttls"] = "454 4.7.0 TLS not available due to temporary reason\r\n"
    with connection.makefile("rb") as lines:
        for line in lines:
            verb = line.split()[0].decode().lower() if line.strip() else ""
            connection.sendall(answers.get(verb, "500 5.3.3 Unrecognized command\r\n").encode())
            if verb == "quit" or verb == stop_at and act == "answer":
                return verb == stop_at
    return False


def serve(connection, options, context):
    """One connection, from the banner to its end."""
    connection.settimeout(_TIMEOUT)
    with connection:
        connection.sendall(
            f"220 {options.banner} Microsoft ESMTP MAIL Service ready\r\n".encode())
        plain_act = options.act if options.act.endswith("-starttls") else "answer"
        if not converse(connection, options.banner, "starttls", plain_act):
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
