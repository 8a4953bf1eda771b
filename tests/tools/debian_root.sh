#!/bin/sh
# debian_root.sh: runs all tests in a Debian system of its own, which it makes if need be. tests/run.sh starts it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: as root, with mounts and processes of its own (unshare):
#        sh tests/tools/debian_root.sh folder Wireshark-version suite mirror [yes]
#
# The folder is complete if it has the marker, which lists the packages installed. With `yes` it is made and no more. The
# tests run as the user `tester`, on a copy of the checkout; the exit status is theirs.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1
folder=$1
version=$2
suite=$3
mirror=$4
make_only=$5
umask 022

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"
program=run.sh
marker=$folder/var/lib/exchange_hybrid.packages

in_root() {
    chroot "$folder" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive http_proxy="${http_proxy-}" "$@"
}

as_tester() {
    chroot "$folder" setpriv --reuid=tester --regid=tester --init-groups \
        env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/tester USER=tester LC_ALL=C.UTF-8 "$@"
}

# A testing release's list of packages may have expired while its mirror stood still; signatures are checked always.
# dpkg need not wait for the disk: a root that is not complete is made anew.
apt_in_root() {
    in_root apt-get -q -y -o Acquire::Check-Valid-Until=false -o Dpkg::Options::=--force-unsafe-io "$@"
}

make_root() {
    complain "making a Debian $suite in $folder"
    rm -rf --one-file-system "$folder"
    mkdir -p "$folder"
    case $mirror in
    https:*) include=--include=ca-certificates ;;
    *) include= ;;
    esac
    # The script of sid serves every release; this machine's debootstrap may not know the newest by name.
    # shellcheck disable=SC2086  # an option or nothing
    quietly debootstrap --variant=minbase --force-check-gpg $include "$suite" "$folder" "$mirror" sid ||
        fail "debootstrap could not make a Debian $suite; name another mirror in DEBIAN_MIRROR, or run this again"
    in_root useradd --create-home --shell /bin/sh tester
}

# What the tests need of the system, mounted for as long as this script runs.
mount_root() {
    mkdir -p "$folder/proc" "$folder/dev/shm"
    mount -t proc proc "$folder/proc" || fail "mounting /proc is not allowed here: run this outside of the container"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$folder/dev/shm" || fail "$folder/dev/shm cannot be mounted"
}

install_packages() {
    # shellcheck disable=SC2086  # without the line breaks
    complain "installing Debian packages in $folder:" $TEST_PACKAGES
    cp -L --remove-destination /etc/resolv.conf /etc/hosts "$folder/etc/"
    quietly apt_in_root update || fail "apt-get update failed in $folder; is the mirror within reach?"
    # shellcheck disable=SC2086  # a list of package names
    quietly apt_in_root install --no-install-recommends $TEST_PACKAGES ||
        fail "apt-get could not install the packages in $folder; delete the folder to begin anew"
    in_root apt-get clean
}

# The checkout as it is now; what was built of it last time stays.
copy_source() {
    tar -C "$root" -cf "$scratch/source.tar" --exclude=./.git --exclude=./build --exclude='./build-*' \
        --exclude=__pycache__ --exclude=.pytest_cache .
    as_tester sh -euc 'mkdir -p ~/source && cd ~/source
        find . -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
        tar -xf -' <"$scratch/source.tar"
    rm "$scratch/source.tar"
}

list_files() {
    (cd "$folder" && find etc opt srv usr -xdev | LC_ALL=C sort)
}

# As users install it: by root, with all that it depends on; loaded by a user; removed without a trace.
test_package() {
    packages=/home/tester/packages
    quietly as_tester rm -rf $packages
    quietly as_tester cpack --config /home/tester/source/build/CPackConfig.cmake -G DEB -B $packages ||
        fail "cpack could not make the Debian package"
    list_files >"$scratch/before"
    quietly in_root sh -c "dpkg --install $packages/*.deb" || fail "the Debian package does not install"
    as_tester tshark -G plugins | grep -q '^exchange_hybrid' || fail "tshark does not load the plugin of the package"
    quietly in_root dpkg --purge wireshark-exchange-hybrid || fail "the Debian package cannot be removed"
    list_files >"$scratch/after"
    quietly diff "$scratch/before" "$scratch/after" || fail "the Debian package leaves files behind"
    complain "the Debian package for Wireshark $version installs, loads and goes away"
}

exec 9>"$folder.lock"
flock --nonblock 9 || fail "another run uses $folder; try again when it is done"
[ -f "$marker" ] || make_root
mount_root
if [ "$(cat "$marker" 2>/dev/null)" != "$TEST_PACKAGES" ]; then
    install_packages
    printf '%s\n' "$TEST_PACKAGES" >"$marker"
fi
[ -z "$make_only" ] || exit 0
require_wireshark "$version" "Debian $suite" in_root
copy_source
as_tester env AGAIN=yes MUTATION_ROUNDS=10 sh -c 'cd && exec sh source/tests/run.sh'
test_package
