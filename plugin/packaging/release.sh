#!/bin/sh
# release.sh: makes everything that a release holds, in one folder.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh plugin/packaging/release.sh VERSION
#
# The folder is build/release-VERSION: packages for Linux and each Wireshark, the zip for Windows, the profile, and their
# checksums. What is packed is what was committed: the checkout has to be clean. Those for a Wireshark that this machine's
# Debian does not have are built in a Debian of its own (root rights), as tests/run.sh tests them.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1

refuse() {
    printf 'release.sh: %s\n' "$*" >&2
    exit 2
}

case ${1-} in
-h | --help)
    sed -n '5s/^# //p' "$0"
    exit 0
    ;;
-*) refuse "unknown option $1; give the version" ;;
esac
[ $# -eq 1 ] || refuse "give the version, and nothing else"
version=$1
sources=$(sed -n 's/^set(EXCHANGE_HYBRID_VERSION \(.*\))$/\1/p' "$root/CMakeLists.txt")
[ "$version" = "$sources" ] || refuse "the sources are version $sources, not $version"
grep -q "^## $version (" "$root/plugin/doc/CHANGELOG.md" || refuse "plugin/doc/CHANGELOG.md says nothing of version $version"
[ -z "$(git -C "$root" status --porcelain)" ] || refuse "the checkout holds changes that are not committed"

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

own_suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
choose_build_folder
release=$build/release-$version
rm -rf "$release"
mkdir -p "$release"

for wireshark in 4.0 4.4 4.6; do
    suite=$(suite_of "$wireshark")
    if [ "$suite" = "$own_suite" ]; then
        sh "$root/plugin/packaging/linux.sh"
        cp "$build/packages/wireshark-exchange-hybrid"[_-]"$version"[_-]"wireshark$wireshark"* "$release/"
    else
        in_debian_root "Wireshark $wireshark: building" "wireshark-$wireshark" "$suite" plugin/packaging/root_linux.sh "$wireshark"
        as_root tar -C "$debian/home/tester/source/build/packages" -cf - . >"$scratch/packages.tar"
        tar -C "$release" -xf "$scratch/packages.tar" --no-same-owner
    fi
done
sh "$root/plugin/packaging/windows.sh"
cp "$build/packages/exchange-hybrid-$version-windows.zip" "$release/"
(cd "$release" && cp "$root/plugin/doc/CHANGELOG.md" . && sha256sum -- * >"$scratch/SHA256SUMS" && cp "$scratch/SHA256SUMS" .)
complain "$release holds:"
(cd "$release" && ls -l)
