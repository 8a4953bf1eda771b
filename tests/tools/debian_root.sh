#!/bin/sh
# debian_root.sh: does something in a Debian system of its own, which it makes if need be: see in_debian_root.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: as root, with mounts and processes of its own (unshare):
#        sh tests/tools/debian_root.sh folder mirror suite action [argument ...]
#
# The action is a script of the checkout, read here: it sets `packages`, those that it needs, and defines act(), which
# gets the arguments. The folder is complete if it has the marker, which lists the packages installed; if MAKE_ONLY is
# set, it is made and no more. What act() runs it runs as the user `tester`, on a copy of the checkout; the exit status
# is its.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 1
folder=$1
mirror=$2
suite=$3
action=$4
shift 4
umask 022

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"
program=${action##*/}
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
    complain "installing Debian packages in $folder:" $packages
    cp -L --remove-destination /etc/resolv.conf /etc/hosts "$folder/etc/"
    quietly apt_in_root update || fail "apt-get update failed in $folder; is the mirror within reach?"
    # shellcheck disable=SC2086  # a list of package names
    quietly apt_in_root install --no-install-recommends $packages ||
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

# shellcheck source=tests/tools/root_tests.sh
. "$root/$action"

exec 9>"$folder.lock"
flock --nonblock 9 || fail "another run uses $folder; try again when it is done"
[ -f "$marker" ] || make_root
mount_root
if [ "$(cat "$marker" 2>/dev/null)" != "$packages" ]; then
    install_packages
    printf '%s\n' "$packages" >"$marker"
fi
[ -z "${MAKE_ONLY-}" ] || exit 0
copy_source
act "$@"
