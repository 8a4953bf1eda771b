# root_linux.sh: the packages for one Wireshark, in a Debian system of its own (tests/tools/debian_root.sh).
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154  # variables shared with the script that reads this
packages="$BUILD_PACKAGES $PACKING_PACKAGES"

# act VERSION
act() {
    require_wireshark "$1" "Debian $suite" in_root
    as_tester sh -c 'cd && rm -rf source/build/packages && exec sh source/plugin/packaging/linux.sh'
}
