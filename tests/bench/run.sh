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
  cmake --build "$build" --target ultracom-server bench-load bench-limit bench-search
fi
if ! cmp -s "$bench/peer/package-lock.json" "$bench/peer/node_modules/.installed"; then
  npm ci --prefix "$bench/peer" --no-audit --no-fund
  cp "$bench/peer/package-lock.json" "$bench/peer/node_modules/.installed"
fi

# The search is measured without a peer, by a program of its own; the quick look leaves its million messages out.
scenarios=()
others=0
search=0
quick=0
strict=0
while [ $# -gt 0 ]; do
  case "$1 ${2:-}" in
    "--only search") search=1; shift ;;
    "--only "*) others=1; scenarios+=("$1" "${2:-}"); shift ;;
    "--quick "*) quick=1; scenarios+=("$1") ;;
    "--strict "*) strict=1; scenarios+=("$1") ;;
    *) scenarios+=("$1") ;;
  esac
  shift
done
if [ $search = 0 ] && [ $others = 0 ] && [ $quick = 0 ]; then search=1; others=1; fi

code=0
if [ $others = 1 ] || [ $search = 0 ]; then
  node "$bench/driver/bench.mjs" --build "$build" --json "$build/bench.json" "${scenarios[@]}" || code=$?
fi
if [ $search = 1 ] && [ $code != 1 ]; then
  echo
  if ! "$bench/search.sh" && [ $strict = 1 ]; then code=4; fi
fi
exit $code
