#!/bin/sh
# windows.sh: builds the plugin for Windows and packs it; with --test, tries it under Wine.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh plugin/packaging/windows.sh [--test]
#
# The modules for the official Wireshark 4.4 and 4.6 (x64), and one for 4.0, which the tests run, are built by MinGW in a
# Debian 13 of its own, build/roots/windows: made once (root rights, 2 GB). The zip is build/packages/*-windows.zip.
# The tests need a tshark.exe of Wireshark 4.0 with its libraries, below 4.0/ in an archive: ../shared/windows/tshark-*.txz
# beside the checkout, or the file that EXCHANGE_HYBRID_WINDOWS_TSHARK names. Without it they try what they can.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1

test=
case ${1-} in
'') ;;
-h | --help)
    sed -n '5s/^# //p' "$0"
    exit 0
    ;;
--test) test=yes ;;
*)
    printf 'windows.sh: unknown option %s; there is --test, and no other\n' "$1" >&2
    exit 2
    ;;
esac

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

# The archive with tshark.exe, or nothing.
find_windows_tshark() {
    windows_tshark=${EXCHANGE_HYBRID_WINDOWS_TSHARK-}
    if [ -n "$windows_tshark" ]; then
        [ -f "$windows_tshark" ] || fail "EXCHANGE_HYBRID_WINDOWS_TSHARK: there is no file $windows_tshark"
        return
    fi
    windows_tshark=$(find "$root/../shared/windows" -name 'tshark-*.txz' 2>/dev/null | sort | tail -n 1)
    [ -n "$windows_tshark" ] || complain "no tshark.exe is at hand: unit tests and samples are not run under Wine"
}

# What this machine's tshark prints of each sample; nothing if that is no Wireshark 4.0, as tshark.exe is.
make_linux_reports() {
    linux_reports=
    [ -n "$windows_tshark" ] || return 0
    # shellcheck disable=SC2086  # a list of package names
    install_missing $BUILD_PACKAGES python3
    case $(pkg-config --modversion wireshark) in
    4.0.*) ;;
    *)
        complain "this machine's Wireshark is not 4.0: what tshark.exe prints is not compared with it"
        return
        ;;
    esac
    build_project ci exchange_hybrid
    quietly cmake --build "$build" --target exchange_hybrid_started_tshark || fail "the build in $build failed"
    linux_reports=$scratch/linux_reports.tar
    mkdir "$scratch/linux_reports"
    quietly env EXCHANGE_HYBRID_MODULE="$build/plugins/4.0/epan/exchange_hybrid.so" \
        EXCHANGE_HYBRID_STARTED_TSHARK="$build/tests/exchange_hybrid_started_tshark.so" PYTHONDONTWRITEBYTECODE=1 \
        PYTHONPATH="$root/tests/integration" /usr/bin/python3 "$root/tests/windows/linux_reports.py" "$scratch/linux_reports" ||
        fail "this machine's tshark could not report on the samples"
    tar -C "$scratch/linux_reports" -cf "$linux_reports" .
}

windows_tshark=
linux_reports=
if [ -n "$test" ]; then
    find_windows_tshark
    make_linux_reports
fi
in_debian_root building windows trixie plugin/packaging/windows/root.sh "$test" "$windows_tshark" "$linux_reports"
[ -z "${MAKE_ONLY-}" ] || exit 0
mkdir -p "$build/packages"
package=$(as_root find "$debian/home/tester/packages" -name '*-windows.zip')
as_root cat "$package" >"$build/packages/${package##*/}"
complain "packed $build/packages/${package##*/}"
