#!/bin/sh
# run.sh: builds everything and runs all tests. Installs the Debian packages that are missing.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/run.sh [--wireshark 4.0|4.4|4.6|all]      default: the Wireshark of this machine
#
# A Wireshark that this machine's Debian does not have is tested in a Debian of its own, below build/roots/: made once
# (root rights, 2 GB each), from DEBIAN_MIRROR if that is set, else from where this machine's packages come from.
# FUZZ_SECONDS (10) says how long each parser is fuzzed, MUTATION_ROUNDS (100) how many mutated files are read. In a
# Debian of its own, what Wireshark's version makes no difference to is left out (AGAIN): the label `once` of CTest.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

refuse() {
    printf 'run.sh: %s\n' "$*" >&2
    exit 2
}

version=
case ${1-} in
'') ;;
-h | --help)
    sed -n '5s/^# //p' "$0"
    exit 0
    ;;
--wireshark)
    version=${2-}
    [ -n "$version" ] || refuse "--wireshark needs a version: 4.0, 4.4, 4.6 or all"
    [ $# -le 2 ] || refuse "unknown option $3; --wireshark takes one version, or all"
    [ "$version" = all ] || [ -n "$(suite_of "$version")" ] ||
        refuse "Wireshark $version is not one that is tested; give 4.0, 4.4, 4.6 or all"
    ;;
*) refuse "unknown option $1; there is --wireshark VERSION, and no other" ;;
esac

is_of_this_machine() {
    [ "$(suite_of "$1")" = "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null)" ]
}

# The Debians that are wanted are made while this machine's Wireshark is tested. What goes wrong is told when they are
# used: that makes them again.
make_roots() {
    trap 'trap "" TERM; kill 0; exit 130' INT TERM
    # shellcheck disable=SC2086  # a list of package names
    (install_missing $ROOT_PACKAGES) || return 0
    for version in 4.0 4.4 4.6; do
        is_of_this_machine "$version" || MAKE_ONLY=yes sh "$0" --wireshark "$version" &
    done
    MAKE_ONLY=yes sh "$root/plugin/packaging/windows.sh" &
}

# run_part NAME COMMAND...: one part of all tests, whatever becomes of it, and a line about it for the end.
run_part() {
    name=$1
    shift
    result=passed
    begin=$(date +%s)
    "$@" || result=FAILED
    [ "$result" = passed ] || status=1
    results="${results}run.sh: $name: $result after $((($(date +%s) - begin + 59) / 60)) minutes
"
}

# One after the other; then a line about each.
test_all() {
    results=
    status=0
    make_roots
    for version in 4.0 4.4 4.6; do
        is_of_this_machine "$version" || wait
        run_part "Wireshark $version" sh "$0" --wireshark "$version"
    done
    run_part Windows sh "$root/plugin/packaging/windows.sh" --test
    printf '%s' "$results" >&2
    return "$status"
}

if [ "$version" = all ]; then
    test_all
    exit
fi

test_here() {
    once=
    [ -n "${AGAIN-}" ] || once=$ONCE_PACKAGES
    # shellcheck disable=SC2086  # lists of package names
    install_missing $TEST_PACKAGES $once
    [ -z "$version" ] || require_wireshark "$version" "this machine"
    complain "building for Wireshark $(pkg-config --modversion wireshark)"
    build_project ci all "-DEXCHANGE_HYBRID_FUZZ_SECONDS=${FUZZ_SECONDS:-10}" \
        "-DEXCHANGE_HYBRID_MUTATION_ROUNDS=${MUTATION_ROUNDS:-100}"
    find_plugins
    complain "testing, $(nproc) at a time"
    ctest --test-dir "$build" --output-on-failure --parallel "$(nproc)" ${AGAIN:+--label-exclude once}
}

if [ -z "$version" ] || is_of_this_machine "$version"; then
    test_here
else
    in_debian_root "Wireshark $version: testing" "wireshark-$version" "$(suite_of "$version")" tests/tools/root_tests.sh "$version"
fi
