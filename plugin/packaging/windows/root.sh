# root.sh: the modules and the package for Windows, in a Debian 13 of its own (tests/tools/debian_root.sh).
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154  # variables shared with the script that reads this
packages="binutils cmake gcc-mingw-w64-ucrt64 libglib2.0-dev libgnutls28-dev ninja-build pkg-config python3
    python3-pytest wine wine64 xz-utils"

wireshark=/opt/wireshark
source=/home/tester/source
windows=$source/build/windows

# fetch_wireshark X.Y SUITE: Debian's headers and libraries of it, to /opt/wireshark/X.Y, once. Nothing else comes from
# that suite: its lists of packages are kept apart.
fetch_wireshark() {
    [ ! -f "$folder$wireshark/$1/complete" ] || return 0
    complain "fetching the headers of Wireshark $1"
    # shellcheck disable=SC2016  # for the shell in the root
    quietly in_root sh -euc 'rm -rf "$1" && mkdir -p "$1/lists/partial" && cd "$1"
        echo "deb $3 $2 main" >sources.list
        apt_get() {
            apt-get -q -o Dir::Etc::SourceList="$PWD/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$PWD/lists" \
                -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache= -o APT::Sandbox::User=root \
                -o Acquire::Check-Valid-Until=false "$@"
        }
        apt_get update
        apt_get download libwireshark-dev libwiretap-dev libwsutil-dev wireshark-dev
        for library in wireshark wsutil; do
            apt_get download "$(dpkg-deb -f lib$library-dev_*.deb Depends | grep -o "lib$library[0-9][^ ,]*")"
        done
        for package in *.deb; do dpkg-deb -x "$package" .; done
        rm -r lists -- *.deb
        touch complete' sh "$wireshark/$1" "$2" "$mirror" ||
        fail "Debian's packages of Wireshark $1 could not be fetched; is the mirror within reach?"
}

# build_module X.Y [ON]: in a build folder of its own, with the tests if that is said. The flags are today's, not those
# that a build before had.
build_module() {
    quietly as_tester python3 $source/plugin/packaging/windows/sdk.py "$wireshark/$1" "$windows/$1/sdk" ||
        fail "what a build for Wireshark $1 needs could not be made"
    quietly as_tester cmake --fresh -S $source --preset ci -B "$windows/$1" "-DWINDOWS_SDK=$windows/$1/sdk" \
        --toolchain $source/plugin/packaging/windows/toolchain.cmake "-DEXCHANGE_HYBRID_TESTS=${2:-OFF}" ||
        fail "CMake could not configure the build for Wireshark $1"
    quietly as_tester cmake --build "$windows/$1" --target exchange_hybrid || fail "the build for Wireshark $1 failed"
    quietly as_tester python3 $source/plugin/packaging/windows/gates.py "$(module_for "$1")" "$windows/$1/sdk" ||
        fail "the module for Wireshark $1 would not load, or not be safe, in an official Wireshark"
}

module_for() {
    echo "$windows/$1/plugins/$1/epan/exchange_hybrid.dll"
}

pack() {
    version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$folder$windows/4.4/CMakeCache.txt")
    package=/home/tester/packages/exchange-hybrid-$version-windows.zip
    as_tester sh -euc 'rm -rf ~/packages && mkdir ~/packages'
    quietly as_tester python3 $source/plugin/packaging/windows/pack.py $source "$version" "$package" \
        "$(module_for 4.4)" "$(module_for 4.6)" || fail "the modules for Windows could not be packed"
}

# test_under_wine TSHARK LINUX_REPORTS: archives, or nothing. Without tshark.exe there is no GLib for the unit tests.
test_under_wine() {
    as_tester sh -euc 'rm -rf ~/tshark ~/linux_reports && mkdir ~/tshark ~/linux_reports'
    [ -z "$1" ] || as_tester tar -C /home/tester/tshark -xJf - <"$1"
    [ -z "$2" ] || as_tester tar -C /home/tester/linux_reports -xf - <"$2"
    if [ -n "$1" ]; then
        complain "running the unit tests under Wine"
        mount -t devpts -o newinstance,ptmxmode=666 devpts "$folder/dev/pts" || fail "$folder/dev/pts cannot be mounted"
        quietly as_tester cmake --build $windows/4.0 --target exchange_hybrid_unit_tests || fail "the unit tests do not build"
        # Wine's folders are made by one program alone: two that start at once get in each other's way.
        quietly as_tester sh $source/plugin/packaging/windows/wine.sh cmd /c exit || fail "Wine does not start"
        as_tester env WINEPATH='Z:\home\tester\tshark\4.0' ctest --test-dir $windows/4.0 --output-on-failure \
            --parallel "$(nproc)" -R '^unit/'
    fi
    complain "trying the package under Wine"
    as_tester env PYTHONDONTWRITEBYTECODE=1 EXCHANGE_HYBRID_WINDOWS_BUILD=$windows \
        EXCHANGE_HYBRID_WINDOWS_PACKAGE="$package" EXCHANGE_HYBRID_WINDOWS_TSHARK=/home/tester/tshark/4.0 \
        EXCHANGE_HYBRID_LINUX_REPORTS=/home/tester/linux_reports \
        python3 -m pytest -q -rs -p no:cacheprovider $source/tests/windows
}

# act TEST TSHARK LINUX_REPORTS: each may be empty.
act() {
    fetch_wireshark 4.4 trixie
    fetch_wireshark 4.6 forky
    complain "building for Wireshark 4.4 and 4.6"
    build_module 4.4
    build_module 4.6
    pack
    [ -n "$1" ] || return 0
    fetch_wireshark 4.0 bookworm
    complain "building for Wireshark 4.0, which the tests run"
    build_module 4.0 ON
    test_under_wine "$2" "$3"
}
