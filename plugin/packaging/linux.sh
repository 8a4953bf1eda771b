#!/bin/sh
# linux.sh: builds the plugin for this machine's Wireshark and packs it: a Debian package and a tarball.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh plugin/packaging/linux.sh      the packages are put into build/packages/
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1

case ${1-} in
'') ;;
-h | --help)
    sed -n '5s/^# //p' "$0"
    exit 0
    ;;
*)
    printf 'linux.sh: unknown option %s; it takes none\n' "$1" >&2
    exit 2
    ;;
esac

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

# shellcheck disable=SC2086  # a list of package names
install_missing $BUILD_PACKAGES $PACKING_PACKAGES
choose_build_folder
quietly cmake -S "$root" --preset default -B "$build/linux" --fresh -DEXCHANGE_HYBRID_TESTS=OFF ||
    fail "CMake could not configure $build/linux"
quietly cmake --build "$build/linux" || fail "the build in $build/linux failed"
mkdir -p "$build/packages"
quietly cpack --config "$build/linux/CPackConfig.cmake" -B "$build/packages" || fail "cpack could not make the packages"
rm -rf "$build/packages/_CPack_Packages"
cp "$build/linux/exchange-hybrid-profile.zip" "$build/packages/"
complain "packed for Wireshark $(pkg-config --modversion wireshark): $build/packages"
