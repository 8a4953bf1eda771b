# SPDX-License-Identifier: GPL-2.0-or-later
"""A plain HTTP server with a short answer; what is no HTTP it answers with 400. Arguments: ADDRESS PORT"""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    """Answers every GET; names no software and no version."""

    server_version, sys_version = "www", ""
    default_request_version, error_message_format = "HTTP/1.0", "%(code)d\n"

    def do_GET(self):  # the name that BaseHTTPRequestHandler calls
        """Answer."""
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"ok\n")


if __name__ == "__main__":
    HTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
