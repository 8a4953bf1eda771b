#!/bin/sh
# try.sh: builds the plugin and prints its report on captures. Installs the Debian packages that are missing.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh plugin/try.sh [capture ...]      default: three of sample-pcaps/
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1

case ${1-} in
-h | --help)
    sed -n '5s/^# //p' "$0"
    exit 0
    ;;
-*)
    printf 'try.sh: unknown option %s; give captures only (./%s for a file of that name)\n' "$1" "$1" >&2
    exit 2
    ;;
esac

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

# What the default shows: one that fails, its healthy twin, and one in which the cloud calls.
EXAMPLES="new_auth_server_tls10 new_auth_server_tls12 cloud_to_onprem_refused"

# Says what is wrong with the name of a capture, if anything is.
is_file() {
    if [ ! -e "$1" ]; then
        complain "$1: there is no such file; give the path of a capture"
    elif [ -d "$1" ]; then
        complain "$1: this is a folder; give the captures in it"
    elif [ ! -r "$1" ]; then
        complain "$1: no permission to read it; change that, or run this as its owner"
    else
        return 0
    fi
    return 1
}

# Standard input, not a name: tshark's user need not be allowed to read the file.
report() {
    printf '== %s\n' "${1#"$root"/}"
    unprivileged tshark -n -r - -q -z exchange_hybrid,report <"$1" 2>"$scratch/errors" && return 0
    complain "$1: not read to the end: $(sed 's/^tshark: //; s/The standard input/The file/; q' "$scratch/errors")"
    return 1
}

# Each example; then how many samples there are beside them.
report_examples() {
    others=$(find "$root/sample-pcaps" -name '*.pcapng' -o -name '*.pcap' | wc -l)
    for name in $EXAMPLES; do
        report "$(find "$root/sample-pcaps" -name "$name.pcapng")" || worst=1
        others=$((others - 1))
    done
    complain "$others more captures are in sample-pcaps/, and sample-pcaps/README.md says what they are"
}

# Names first: a slip is told before anything is installed or built. What is left are files that can be read.
worst=0
examples=$((! $#))
for capture in "$@"; do
    shift
    if is_file "$capture"; then set -- "$@" "$capture"; else worst=1; fi
done
[ $((examples + $#)) -gt 0 ] || exit 1

# shellcheck disable=SC2086  # a list of package names
install_missing $BUILD_PACKAGES
build_project default "exchange_hybrid exchange_hybrid_profile"
find_plugins

for capture in "$@"; do
    report "$capture" || worst=1
done
[ "$examples" -eq 0 ] || report_examples
exit "$worst"
