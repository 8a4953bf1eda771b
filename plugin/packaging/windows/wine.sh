#!/bin/sh
# wine.sh: runs a program for Windows, as CTest does: sh wine.sh program.exe [argument ...]
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In a terminal of its own: without one there is no console, of which GLib warns, and that ends a unit test. What the
# program prints does not go through it: that takes minutes.
export WINEDEBUG="${WINEDEBUG--all}" WINEDLLOVERRIDES='mscoree,mshtml=' TZ=UTC
output=$(mktemp) || exit 1
trap 'rm -f "$output"' EXIT
command=wine
for argument in "$@"; do
    command="$command '$(printf '%s' "$argument" | sed "s/'/'\\\\''/g")'"
done
status=0
script --quiet --return --command "$command >'$output' 2>&1" /dev/null </dev/null >/dev/null || status=$?
cat "$output"
exit "$status"
