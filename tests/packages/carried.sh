#!/usr/bin/env bash
# The program that carries RE2, cJSON and zlib from sources, against the one that takes this system's: the same output.
# usage: carried.sh CARRIED WPLS TOP; ends with the line 'N passed, N failed'
set -uo pipefail
carried=$(realpath "$1") wpls=$(realpath "$2")
cd "$3" || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

check() { # check NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED $name" && tail -20 "$work/log"; fi
}
same() {
    "$wpls" "$@" >"$work/there" 2>&1
    local status=$?
    "$carried" "$@" >"$work/here" 2>&1
    [ $? -eq $status ] && diff "$work/there" "$work/here"
}
needs_none() { ! ldd "$carried" | grep -E 'lib(re2|cjson|z)\.so'; }

check "it needs none of them" needs_none
check "lint" same lint examples
check "lint, SARIF" same lint --format sarif examples
check "a JSON Schema, with patterns" same schema examples/http-call
check "a handshake" scripts/python tests/packages/handshake.py "$carried" serve

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
