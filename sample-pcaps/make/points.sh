#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes the pairs of captures again: the same connections before and behind a device,
# which end up in tests/triage/points. Needs root, on Debian 12; no firewall of the kernel.
#
#   sh sample-pcaps/make/points.sh              all pairs and their controls
#   sh sample-pcaps/make/points.sh NAME ...     these only
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" -ne 0 ]; then
    echo "points.sh: needs root, for network namespaces and capturing" >&2
    exit 1
fi
sh "$here/packages.sh"
cd "$here"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 -m points "$@"
