#!/bin/sh
# triage.sh: reports on folders of captures, a whole case at once. Installs the Debian packages that are missing, builds.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh plugin/triage.sh OUT FOLDER...      --help tells the rest
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

# shellcheck disable=SC2086  # a list of package names
install_missing $BUILD_PACKAGES $TRIAGE_PACKAGES
build_project default exchange_hybrid
rm -rf "$scratch"
WIRESHARK_PLUGIN_DIR=$build/plugins exec /usr/bin/python3 -B "$root/plugin/triage/exchange-hybrid-triage" "$@"
