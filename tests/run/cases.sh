#!/usr/bin/env bash
# Runs the cases with what this machine has of Envoy and Go: cases.sh WPLS [OPTION]...
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
envoy=$(command -v envoy || echo build/tools/envoy/envoy/_bin/envoy)
options=()
if [ -x "$envoy" ]; then options+=(--envoy "$envoy"); fi
if go=$(scripts/find-go); then options+=(--go "$go"); fi
exec python3 tests/run/run.py --wpls "$1" "${options[@]}" "${@:2}" tests/run/cases
