#!/usr/bin/env bash
# Measures the console over a store of 5,000 sessions and a conversation of 100,000 messages, and prints a table.
#
#   tests/bench/console.sh [--quick] [--repeats N] [--strict] [--json FILE]
#
# --quick    one minute, to look, not to judge by     --strict  exit code 4 if a target is not reached
# --json     raw figures
# BUILD_DIR  uses this build folder as it is instead of building the release preset
set -euo pipefail
bench=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$bench/../.." && pwd)

for program in node cmake; do
  if ! command -v "$program" > /dev/null; then
    echo "The benchmark needs $program (Debian: apt-get install nodejs cmake ninja-build g++)." >&2
    exit 1
  fi
done

build=${BUILD_DIR:-$root/build/release}
if [ -z "${BUILD_DIR:-}" ]; then
  (cd "$root" && cmake --preset release > /dev/null)
  cmake --build "$build" --target ultracom-console bench-console-fill bench-customers bench-window
fi

exec node "$bench/console/bench.mjs" --build "$build" "$@"
