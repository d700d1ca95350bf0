#!/bin/sh
# Whether schema/unicode.json says what Go says. Skipped (77) where Go is missing or has another version of Unicode.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
data=$root/schema/unicode.json
if ! go=$("$root/scripts/find-go"); then
    echo "SKIPPED: the comparison of Unicode data with Go's needs Go >= 1.24; scripts/setup test installs one" >&2
    exit 77
fi
export GOTOOLCHAIN=local
said=$(mktemp) || exit 3
trap 'rm -f "$said"' EXIT
(cd "$root/tests/differential/unicode_tables" && "$go" run . >"$said") || exit 3
version() { grep '"version"' "$1"; }
if [ "$(version "$said")" != "$(version "$data")" ]; then
    echo "SKIPPED: this Go has another Unicode than schema/unicode.json:$(version "$said")" >&2
    exit 77
fi
diff "$data" "$said"
