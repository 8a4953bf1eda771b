#!/bin/sh
# run.sh: runs the libFuzzer targets with AddressSanitizer and UndefinedBehaviorSanitizer.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: sh tests/fuzz/run.sh [--seconds N] [--target NAME]
#
# Each target, or the one named, runs for N seconds (default 60; 0: only on what the corpora hold). The build folder is
# build-fuzz/, or what EXCHANGE_HYBRID_FUZZ_BUILD names. New inputs gather in its corpus/NAME. What is worth keeping of
# them goes to the tree by:
#   BUILD/bin/fuzz_NAME -merge=1 NEW_FOLDER tests/fuzz/corpus/NAME BUILD/corpus/NAME
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
root=${folder%/tests/fuzz}

# shellcheck source=tests/tools/machine.sh
. "$root/tests/tools/machine.sh"

build=${EXCHANGE_HYBRID_FUZZ_BUILD:-$root/build-fuzz}
seconds=60
wanted=
SANITIZERS="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all -fno-omit-frame-pointer"

known_targets() {
    for source in "$folder"/fuzz_*.c; do
        source=${source##*/fuzz_}
        printf '%s\n' "${source%.c}"
    done
}

refuse() {
    complain "$@"
    exit 2
}

read_options() {
    while [ $# -gt 0 ]; do
        case $1 in
        -h | --help)
            sed -n '5s/^# //p' "$folder/run.sh"
            exit 0
            ;;
        --seconds | --target) [ $# -gt 1 ] || refuse "$1 wants a value" ;;
        *) refuse "unknown option $1; there are --seconds N and --target NAME" ;;
        esac
        case $1 in
        --seconds) seconds=$2 ;;
        --target) wanted=$2 ;;
        esac
        shift 2
    done
    case $seconds in
    '' | *[!0-9]* | ???????*) refuse "--seconds: $seconds is no number of seconds" ;;
    esac
    [ -z "$wanted" ] || known_targets | grep -qxF -e "$wanted" ||
        refuse "--target: there is no $wanted; there are: $(known_targets | tr '\n' ' ')"
}

# One build at a time: tests may run side by side.
build_targets() {
    command -v clang >/dev/null || fail "there is no clang; on Debian: apt-get install clang libclang-rt-dev"
    mkdir -p "$build" || fail "cannot write to $build"
    exec 9>"$build/lock"
    flock 9
    quietly cmake -S "$root" -B "$build" -G Ninja -D CMAKE_C_COMPILER=clang -D CMAKE_C_FLAGS="$SANITIZERS" \
        -D CMAKE_BUILD_TYPE=RelWithDebInfo -D EXCHANGE_HYBRID_FUZZ_PROGRAMS=ON ||
        fail "CMake could not configure $build"
    quietly cmake --build "$build" --target exchange_hybrid_fuzz || fail "the build in $build failed"
    exec 9>&-
}

# Runs one target; says how often it ran, or what it found.
run_target() {
    log=$build/$1.log
    findings=$build/findings/$1
    corpus=$build/corpus/$1
    mkdir -p "$findings" "$corpus"
    limit=-max_total_time=$seconds
    [ "$seconds" -gt 0 ] || limit=-runs=0
    if "$build/bin/fuzz_$1" "$limit" -max_len=16384 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$findings/" "$corpus" "$folder/corpus/$1" >"$log" 2>&1 </dev/null; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        complain "$1: nothing found in $runs runs"
        return 0
    fi
    kept=$(sed -n 's/^.*Test unit written to //p' "$log")
    grep -m1 -E '^(SUMMARY|==[0-9]+== *ERROR)|(ERROR|runtime error):' "$log" >&2 || tail -n 5 "$log" >&2
    complain "$1: FAILED, see $log; to repeat: $build/bin/fuzz_$1 ${kept:-$folder/corpus/$1/*}"
    return 1
}

read_options "$@"
build_targets
failed=0
for target in ${wanted:-$(known_targets)}; do
    run_target "$target" || failed=1
done
exit "$failed"
