#!/usr/bin/env bash
# Builds one example for real, with nothing but what its go.mod and go.sum pin, and looks at the module that comes out.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
example=${1:-http-call}
passed=0
failed=0

check() { # check WHAT COMMAND...
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "failed: $what"
        failed=$((failed + 1))
    fi
}

if ! go=$(scripts/find-go); then
    echo "SKIPPED: the example '$example' was not built, because no Go >= 1.24 was found; scripts/setup test installs one"
    exit 77
fi
echo "building examples/$example with $("$go" version)"

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
wasm=$out/plugin.wasm

build() {
    (cd "examples/$example" && env GOTOOLCHAIN=local GOFLAGS=-mod=readonly GOWORK=off GOOS=wasip1 GOARCH=wasm \
        "$go" build -buildmode=c-shared -o "$wasm" .)
}
starts_with_magic() { [ "$(head -c 8 "$wasm" | od -An -tx1 | tr -d ' ')" = 0061736d01000000 ]; }

check "it builds" build
if [ -f "$wasm" ]; then
    check "it starts like a wasm module" starts_with_magic
    check "it has proxy_on_configure" grep -qa proxy_on_configure "$wasm"
    check "it has proxy_abi_version" grep -qa proxy_abi_version "$wasm"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
