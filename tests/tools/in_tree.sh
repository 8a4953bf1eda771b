#!/bin/sh
# in_tree.sh: builds the plugin inside Wireshark's own source tree, as plugins/epan/exchange_hybrid, and tries it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/tools/in_tree.sh [--module-only]
#
# The source is that of this machine's Debian package; it and what is built of it stay below build/in_tree/ (2 GB). All
# that can be is switched off, and nothing is optimised: tshark with it takes some six minutes on two free cores. The
# plugin is compiled with Wireshark's own warnings, as errors. A tshark of the same source then reads a sample; its report
# has to be that of the module built on its own. With --module-only there is neither tshark nor report.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1
sample=$(find "$root/sample-pcaps" -name free_busy_tls10.pcapng)

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

SOURCE_PACKAGES="bison dpkg-dev flex libc-ares-dev libgcrypt20-dev libpcre2-dev python3"

case ${1-} in
'') targets="tshark exchange_hybrid" ;;
--module-only) targets=exchange_hybrid ;;
*) fail "unknown option $1; there is --module-only, and no other" ;;
esac
[ $# -le 1 ] || fail "one option at most, not $#"

# apt-get with lists of its own: those of the machine know no sources.
apt_source() {
    apt-get -q -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$folder/lists" -o APT::Sandbox::User= "$@"
}

# The same mirrors as for binary packages, main only.
write_sources() {
    # shellcheck disable=SC2016  # apt-get puts them in
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' |
        awk '!seen[$0]++' | sed 's|^\([^ ]*\) \(.*\)$|deb-src \1 \2 main|' >"$folder/sources.list"
    [ -s "$folder/sources.list" ] || fail "apt-get knows no Debian mirror to take Wireshark's source from"
}

fetch_source() {
    complain "fetching the source of Wireshark $version"
    mkdir -p "$folder/lists/partial"
    write_sources
    quietly apt_source update || fail "apt-get update failed; is the mirror within reach?"
    (cd "$folder" && rm -rf wireshark-*/ && quietly apt_source source "wireshark=$version") ||
        fail "apt-get has no source of Wireshark $version"
}

# What CMakeOptions.txt can switch off and tshark does not need.
options_off() {
    sed -nE 's/^[[:space:]]*option\((BUILD_[a-z0-9]+|ENABLE_(PCAP|MINIZIP|MINIZIPNG|LZ4|BROTLI|SNAPPY|ZSTD|NGHTTP[23]|LUA|SMI|CAP|NETLINK|KERBEROS|SBC|SPANDSP|BCG729|AMRNB|ILBC|LIBXML2|OPUS|SINSP|XXHASH))[[:space:]].*/-D\1=OFF/p' \
        "$source/CMakeOptions.txt" | grep -v BUILD_tshark | sort -u
}

configure() {
    rm -f "$source/plugins/epan/exchange_hybrid"
    ln -s "$root" "$source/plugins/epan/exchange_hybrid"
    echo 'set(CUSTOM_PLUGIN_SRC_DIR plugins/epan/exchange_hybrid)' >"$source/CMakeListsCustom.txt"
    # shellcheck disable=SC2046  # one option a word
    quietly cmake -S "$source" -B "$folder/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG=-O0 \
        -DEXCHANGE_HYBRID_WERROR=ON $(options_off) || fail "CMake could not configure Wireshark's source"
}

# tshark as its build folder has it. Root's would load no plugin from there, and others may not enter root's folders.
in_tree_tshark() {
    [ -d "$scratch/run" ] || cp -R "$folder/build/run" "$scratch/run"
    chmod -R a+rX "$scratch/run"
    (
        plugins=$scratch/run/plugins
        unprivileged env LD_LIBRARY_PATH="$scratch/run" WIRESHARK_RUN_FROM_BUILD_DIRECTORY=1 "$scratch/run/tshark" "$@"
    ) 2>"$scratch/errors" || fail "tshark of the source tree: $(sed q "$scratch/errors")"
}

compare_reports() {
    in_tree_tshark -G plugins | grep -q '^exchange_hybrid' || fail "tshark of the source tree did not load the plugin"
    build_project ci exchange_hybrid
    find_plugins
    cp "$sample" "$scratch/sample.pcapng"
    chmod 644 "$scratch/sample.pcapng"
    in_tree_tshark -n -q -r "$scratch/sample.pcapng" -z exchange_hybrid,json >"$scratch/in_tree.json"
    unprivileged tshark -n -q -r "$scratch/sample.pcapng" -z exchange_hybrid,json >"$scratch/alone.json"
    grep -q '"exchange_hybrid.report/1"' "$scratch/alone.json" || fail "the module built on its own prints no report"
    quietly diff "$scratch/in_tree.json" "$scratch/alone.json" || fail "the plugin built in Wireshark's tree reports otherwise"
    complain "its report is that of the module built on its own"
}

command -v apt-get >/dev/null || fail "this takes Debian's source package: no apt-get here"
[ -f "$sample" ] || fail "there is no free_busy_tls10.pcapng in $root/sample-pcaps"
# shellcheck disable=SC2086  # a list of package names
install_missing $BUILD_PACKAGES $SOURCE_PACKAGES
# shellcheck disable=SC2016  # dpkg-query puts it in
version=$(dpkg-query -W -f '${source:Version}' libwireshark-dev)
choose_build_folder
folder=$build/in_tree
mkdir -p "$folder"
if [ "$(cat "$folder/version" 2>/dev/null)" != "$version" ]; then
    rm -rf "$folder/build"
    fetch_source
    echo "$version" >"$folder/version"
fi
source=$(find "$folder" -maxdepth 1 -type d -name 'wireshark-*')
configure
complain "building $targets of Wireshark $version"
# shellcheck disable=SC2086  # one target a word
quietly cmake --build "$folder/build" --target $targets || fail "the build in $folder/build failed"
complain "the plugin compiles in Wireshark's tree, with its warnings as errors"
[ "$targets" = exchange_hybrid ] || compare_reports
