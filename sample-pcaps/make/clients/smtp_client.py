# SPDX-License-Identifier: GPL-2.0-or-later
"""Says EHLO, STARTTLS, EHLO and QUIT with Python's smtplib and ssl.

Arguments: [--mail | --no-hello] HOST PORT EHLO LOWEST HIGHEST CIPHERS [CHAIN KEY]
smtplib sends HOST as the server name, if it is no address. --mail: without TLS it goes on
to send mail. --no-hello: it ends when STARTTLS is accepted.
"""

import smtplib
import ssl
import sys

_TIMEOUT = 10
_VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3,
}


def main():
    """One conversation."""
    arguments = sys.argv[1:]
    option = arguments.pop(0) if arguments[0].startswith("--") else None
    host, port, ehlo, lowest, highest, ciphers, *identity = arguments
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the laboratory's root is made anew for each run
    context.set_ciphers(ciphers)
    context.minimum_version = _VERSIONS[lowest]
    context.maximum_version = _VERSIONS[highest]
    if identity:
        context.load_cert_chain(*identity)
    with smtplib.SMTP(host, int(port), local_hostname=ehlo, timeout=_TIMEOUT) as session:
        if option == "--no-hello":
            session.ehlo()
            session.docmd("STARTTLS")
            session.close()
            return
        try:
            session.starttls(context=context)
        except smtplib.SMTPNotSupportedError:
            if option == "--mail":
                session.mail("alice@contoso.com")
            return
        session.ehlo()


if __name__ == "__main__":
    main()
