# root_tests.sh: all tests of one Wireshark, in a Debian system of its own (debian_root.sh).
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154  # variables shared with the script that reads this
packages=$TEST_PACKAGES

list_files() {
    (cd "$folder" && find etc opt srv usr -xdev | LC_ALL=C sort)
}

# As users install it: by root, with all that it depends on; loaded by a user; removed without a trace.
test_package() {
    made=/home/tester/packages
    quietly as_tester rm -rf $made
    quietly as_tester cpack --config /home/tester/source/build/CPackConfig.cmake -G DEB -B $made ||
        fail "cpack could not make the Debian package"
    list_files >"$scratch/before"
    quietly in_root sh -c "dpkg --install $made/*.deb" || fail "the Debian package does not install"
    as_tester tshark -G plugins | grep -q '^exchange_hybrid' || fail "tshark does not load the plugin of the package"
    quietly in_root dpkg --purge wireshark-exchange-hybrid || fail "the Debian package cannot be removed"
    list_files >"$scratch/after"
    quietly diff "$scratch/before" "$scratch/after" || fail "the Debian package leaves files behind"
    complain "the Debian package for Wireshark $version installs, loads and goes away"
}

# act VERSION
act() {
    version=$1
    require_wireshark "$version" "Debian $suite" in_root
    as_tester env AGAIN=yes MUTATION_ROUNDS=10 sh -c 'cd && exec sh source/tests/run.sh'
    test_package
}
