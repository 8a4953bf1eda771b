#!/bin/sh
# run.sh: what the plugin costs, as ratios to stock tshark. Installs the Debian packages that are missing themselves.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/benchmark/run.sh [--only instructions|fields|time|growth] [--packets N] [--repeats N] [--gigabyte]
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1

case ${1-} in
-h | --help)
    sed -n '5s/^# //p' "$0"
    exit 0
    ;;
esac

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

# shellcheck disable=SC2086  # a list of package names
install_missing $TEST_PACKAGES
/usr/bin/python3 "$root/tests/benchmark/cost.py" --check-options "$@" || exit
build_project ci
find_plugins
EXCHANGE_HYBRID_MODULE=$(find "$build/plugins" -name exchange_hybrid.so)
export EXCHANGE_HYBRID_MODULE
/usr/bin/python3 "$root/tests/benchmark/cost.py" "$@"
