#!/usr/bin/env bash
# Measures the server against a peer on Node and against the limit, and prints a table of ratios.
#
#   tests/bench/run.sh [--quick] [--only SCENARIO]... [--repeats N] [--strict] [--json FILE]
#
# --quick    about two minutes, to look, not to judge by     --strict  exit code 4 if a target is not reached
# --json     raw figures (default: build/release/bench.json)
# BUILD_DIR  uses this build folder as it is instead of building the release preset
# Exit code: 0 if every run was complete and every delivery right.
set -euo pipefail
bench=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$bench/../.." && pwd)

for program in node npm cmake; do
  if ! command -v "$program" > /dev/null; then
    echo "The benchmark needs $program (Debian: apt-get install nodejs npm cmake ninja-build g++)." >&2
    exit 1
  fi
done
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then
  echo "The benchmark needs Node 18 or newer, this is $(node --version)." >&2
  exit 1
fi

build=${BUILD_DIR:-$root/build/release}
if [ -z "${BUILD_DIR:-}" ]; then
  (cd "$root" && cmake --preset release > /dev/null)
  cmake --build "$build" --target ultracom-server bench-load bench-limit
fi
if ! cmp -s "$bench/peer/package-lock.json" "$bench/peer/node_modules/.installed"; then
  npm ci --prefix "$bench/peer" --no-audit --no-fund
  cp "$bench/peer/package-lock.json" "$bench/peer/node_modules/.installed"
fi

exec node "$bench/driver/bench.mjs" --build "$build" --json "$build/bench.json" "$@"
