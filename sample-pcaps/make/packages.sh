#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs the Debian packages that the laboratory lacks, and says which.
# No service is started: a policy-rc.d forbids it while apt works.
set -eu

wanted="python3 iproute2 procps ethtool tshark
    openssl gnutls-bin libnss3-tools curl wget socat libio-socket-ssl-perl
    openjdk-17-jdk-headless
    mono-mcs mono-runtime libmono-system4.0-cil
    golang-go
    gcc libc6-dev libmbedtls-dev
    ngtcp2-client ngtcp2-server python3-h2"

missing=
for package in $wanted; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "installing:$missing"
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # a list of words on purpose
apt-get install -y -qq --no-install-recommends $missing > /dev/null

# Its package also has it started with the machine.
case "$missing" in
*ngtcp2-server*) systemctl disable --quiet ngtcp2d 2> /dev/null || true ;;
esac
