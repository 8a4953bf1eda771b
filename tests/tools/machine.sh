# machine.sh: what plugin/try.sh and tests/run.sh need of this machine: packages, a build, an unprivileged tshark.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# To be sourced, with `root` set to the top of the checkout. Progress and errors go to standard error.
# shellcheck shell=sh disable=SC2034,SC2154  # variables shared with the script that sources this

set -eu

program=${0##*/}
build=$root/build

BUILD_PACKAGES="cmake gcc libc6-dev libglib2.0-dev libgnutls28-dev libwireshark-dev ninja-build pkg-config tshark
    wireshark-common wireshark-dev"
# What reports on a whole case (plugin/triage.sh), beside tshark.
TRIAGE_PACKAGES="python3 python3-jinja2 zstd"
TEST_PACKAGES="$BUILD_PACKAGES $TRIAGE_PACKAGES binutils dpkg-dev fakeroot file python3-jsonschema python3-pytest
    at-spi2-core dbus-bin dbus-daemon fonts-dejavu-core imagemagick iproute2 openbox python3-gi wireshark xclip xdotool xvfb"
# For what is tested with one Wireshark only.
ONCE_PACKAGES="clang libclang-rt-dev lintian munge openssh-client openssh-server parallel slurm-client
    slurmctld slurmd valgrind"
PACKING_PACKAGES="dpkg-dev file"
ROOT_PACKAGES="debian-archive-keyring debootstrap"

complain() {
    printf '%s: %s\n' "$program" "$*" >&2
}

fail() {
    complain "$@"
    exit 1
}

# A scratch folder that goes away with the script. It lies in /tmp for root, whose TMPDIR others may not enter.
[ "$(id -u)" -ne 0 ] || TMPDIR=/tmp
scratch=$(mktemp -d "${TMPDIR:-/tmp}/exchange_hybrid.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
chmod 755 "$scratch"

# Runs a command without a word; shows what it said if it fails.
quietly() {
    "$@" >"$scratch/log" 2>&1 </dev/null || {
        status=$?
        cat "$scratch/log" >&2
        return "$status"
    }
}

is_installed() {
    dpkg-query -W -f '${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^.i'
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -q -y "$@"
}

# Whether what a build needs is there, from wherever it came.
can_build() {
    for command in cmake cc ninja pkg-config tshark; do
        command -v "$command" >/dev/null || return 1
    done
    pkg-config --exists wireshark glib-2.0 gnutls
}

# Installs those of the Debian packages named that are not there yet.
install_missing() {
    missing=
    if ! command -v dpkg-query >/dev/null; then
        can_build || fail "no Debian system: install by hand what these packages hold, then run this again: $*"
        return 0
    fi
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        fail "there is no sudo; as root, run: apt-get install --no-install-recommends$missing"
    complain "installing Debian packages:$missing"
    quietly apt_get update || complain "apt-get update failed; trying with the lists at hand"
    # shellcheck disable=SC2086  # a list of package names
    quietly apt_get install --no-install-recommends $missing || fail "apt-get could not install:$missing"
}

# The build folder is build/ in the checkout, or one of the user's own, which is said, where that belongs to somebody
# else. The Debian systems in build/roots are root's at any rate; so is the list of what root has installed.
choose_build_folder() {
    if [ -e "$build" ]; then
        foreign=$(find "$build" -path "$build/roots/*" -prune -o ! -writable ! -name install_manifest.txt -print -quit)
    elif [ -w "$root" ]; then
        foreign=
    else
        foreign=$root
    fi
    [ -n "$foreign" ] || return 0
    build=${XDG_CACHE_HOME:-$HOME/.cache}/exchange_hybrid/build
    complain "building in $build: $foreign belongs to somebody else"
}

# require_wireshark VERSION PLACE [COMMAND]: the Wireshark there, as COMMAND sees it, has to be that one.
require_wireshark() {
    found=$(${3-} pkg-config --modversion wireshark) || fail "pkg-config does not find Wireshark's headers"
    case $found in
    "$1".*) ;;
    *) fail "$2 has Wireshark $found, not $1" ;;
    esac
}

# build_project PRESET [TARGETS [OPTION...]]: configures, with these options of CMake, and builds (default: everything).
build_project() {
    preset=$1
    targets=${2:-all}
    shift $(($# < 2 ? $# : 2))
    choose_build_folder
    cached_root=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$build/CMakeCache.txt" 2>/dev/null || :)
    fresh=
    [ -z "$cached_root" ] || [ "$cached_root" = "$root" ] || fresh=--fresh # the checkout was moved or copied
    quietly cmake -S "$root" --preset "$preset" -B "$build" $fresh "$@" || fail "CMake could not configure $build"
    # shellcheck disable=SC2086  # a word each
    quietly cmake --build "$build" --target $targets || fail "the build in $build failed"
}

# Runs a command as somebody whom Wireshark lets load plugins (root it does not), away from the user's own
# configuration, and with the plugins of `plugins`.
unprivileged() {
    mkdir -p "$scratch/home" "$scratch/configuration"
    chmod 755 "$scratch/home" "$scratch/configuration"
    set -- env HOME="$scratch/home" WIRESHARK_CONFIG_DIR="$scratch/configuration" \
        WIRESHARK_EXTCAP_DIR="$scratch/configuration" WIRESHARK_PLUGIN_DIR="$plugins" LC_ALL=C.UTF-8 "$@"
    [ "$(id -u)" -ne 0 ] || set -- setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"
    (cd / && "$@")
}

# Sets `plugins` to a folder that tshark loads the module from. A checkout that others may not enter is copied from.
find_plugins() {
    plugins=$build/plugins
    if [ -z "$(unprivileged find "$plugins" -name exchange_hybrid.so -readable 2>/dev/null)" ]; then
        cp -R "$plugins" "$scratch/plugins"
        chmod -R a+rX "$scratch/plugins"
        plugins=$scratch/plugins
    fi
    unprivileged tshark -G plugins 2>"$scratch/errors" | grep -q '^exchange_hybrid' ||
        fail "tshark did not load the plugin: $(sed 's/^tshark: //; q' "$scratch/errors")"
}

# The Debian release that has this Wireshark.
suite_of() {
    case $1 in
    4.0) echo bookworm ;;
    4.4) echo trixie ;;
    4.6) echo forky ;;
    esac
}

# Where apt-get has this machine's Debian packages from, as far as its lists know.
known_mirror() {
    # shellcheck disable=SC2016  # apt-get puts the address in
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' \
        'Component: main' 2>/dev/null | sed -n '/^\(https\?\|file\):/{p;q}'
}

# Sets `mirror` and `proxy`.
find_mirror() {
    mirror=${DEBIAN_MIRROR:-$(known_mirror)}
    if [ -z "$mirror" ]; then
        quietly apt_get update || :
        mirror=$(known_mirror)
    fi
    [ -n "$mirror" ] || fail "apt-get knows no Debian mirror: name one in DEBIAN_MIRROR"
    proxy=${http_proxy:-$(apt-config dump --format '%v' Acquire::http::Proxy 2>/dev/null | sed -n '/^http/p')}
}

# in_debian_root WORD NAME SUITE ACTION [ARGUMENT...]: does what the script ACTION tells in a Debian of its own below
# build/roots/ (tests/tools/debian_root.sh), with its own processes and mounts: they end with it, however it ends. WORD
# says what that is. If MAKE_ONLY is set, that Debian is made and no more.
in_debian_root() {
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        fail "this takes a Debian of its own: run it as root, or install sudo"
    find_mirror
    # shellcheck disable=SC2086  # a list of package names
    install_missing $ROOT_PACKAGES
    choose_build_folder
    mkdir -p "$build/roots"
    debian=$build/roots/$2
    [ -n "${MAKE_ONLY-}" ] || complain "$1 in $debian"
    shift 2
    as_root env http_proxy="$proxy" MAKE_ONLY="${MAKE_ONLY-}" unshare --mount --pid --mount-proc --kill-child \
        sh "$root/tests/tools/debian_root.sh" "$debian" "$mirror" "$@" </dev/null
}
