#!/bin/sh
# Makes tls13_decrypted.pcapng anew: OpenSSL's client and server over TLS 1.3 on the loopback interface, no server name,
# with the secrets of the server's key log in the file. Needs openssl, dumpcap (as root) and editcap.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu
target=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)/tls13_decrypted.pcapng
scratch=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$scratch"' EXIT
cd "$scratch"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 3650 \
    -subj "/CN=outlook.office365.com" -addext "subjectAltName=DNS:outlook.office365.com,DNS:*.outlook.com" 2>/dev/null
openssl s_server -accept 127.0.0.1:18443 -cert certificate.pem -key key.pem -tls1_3 -keylogfile secrets -www >/dev/null 2>&1 &
dumpcap -q -i lo -f "tcp port 18443" -w raw.pcapng -a duration:4 >/dev/null 2>&1 &
sleep 2
(printf 'GET / HTTP/1.0\r\nHost: autodiscover-s.outlook.com\r\n\r\n'; sleep 0.5) |
    openssl s_client -connect 127.0.0.1:18443 -noservername -tls1_3 >/dev/null 2>&1
sleep 3
editcap -F pcap raw.pcapng raw.pcap    # drops what names the machine
editcap -F pcapng --inject-secrets tls,secrets raw.pcap "$target"
