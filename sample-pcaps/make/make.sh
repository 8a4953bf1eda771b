#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes the sample captures again: real TLS clients and servers, over real
# sockets, between network namespaces of this machine. Needs root, on Debian 12.
#
#   sh sample-pcaps/make/make.sh                 all scenarios
#   sh sample-pcaps/make/make.sh NAME ...        these only
#   sh sample-pcaps/make/make.sh --list          names and sentences
#   sh sample-pcaps/make/make.sh --expectations  write the expectations only
#   sh sample-pcaps/make/make.sh --keep ...      keep the working folder (logs)
#
# Afterwards the captures made are checked with stock tshark (check.py).
set -eu

here=$(cd "$(dirname "$0")" && pwd)

if [ "${1:-}" != --list ] && [ "$(id -u)" -ne 0 ]; then
    echo "make.sh: needs root, for network namespaces and capturing" >&2
    exit 1
fi

[ "${1:-}" = --list ] || sh "$here/packages.sh"

# Debian's own Python: another one may come first on PATH.
cd "$here"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 -m laboratory "$@"
