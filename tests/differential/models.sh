#!/bin/sh
# models.sh MODELS_CHECK [SEED...]: runs the comparison, once for every seed. Skipped (77) where Go or the modules it needs are missing.
set -u
check=$1
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
if ! go=$("$root/scripts/find-go"); then
    echo "SKIPPED: the differential test of the Go library models needs Go >= 1.24; scripts/setup test installs one" >&2
    exit 77
fi
export GOTOOLCHAIN=local GOFLAGS=-mod=readonly
calls=$(mktemp) || exit 3
trap 'rm -f "$calls" "$calls.bin"' EXIT
if ! "$go" build -o "$calls.bin" .; then
    echo "SKIPPED: the Go side of the differential test does not build (no module proxy?)" >&2
    exit 77
fi
status=0
for seed in "${@:-1}"; do
    "$calls.bin" "$seed" >"$calls" || exit 3
    "$check" <"$calls" || status=1
done
exit $status
