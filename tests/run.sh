#!/bin/sh
# run.sh: builds everything and runs all tests. Installs the Debian packages that are missing.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/run.sh
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1

case ${1-} in
'') ;;
-h | --help)
    sed -n '5s/^# //p' "$0"
    exit 0
    ;;
*)
    printf 'run.sh: unknown option %s; it takes none\n' "$1" >&2
    exit 2
    ;;
esac

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

# shellcheck disable=SC2086  # a list of package names
install_missing $TEST_PACKAGES
build_project ci
find_plugins
ctest --test-dir "$build" --output-on-failure --parallel "$(nproc)"
