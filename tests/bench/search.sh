#!/usr/bin/env bash
# Measures the search in a million messages, and prints a table. Exit code 1 if a first page takes longer than 30 ms.
#
#   tests/bench/search.sh [sqlite|postgres] [MESSAGES]
#
# BUILD_DIR  uses this build folder as it is instead of building the release preset
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD_DIR:-$root/build/release}
if [ -z "${BUILD_DIR:-}" ]; then
  (cd "$root" && cmake --preset release > /dev/null)
  cmake --build "$build" --target bench-search
fi
exec "$build/tests/bench/bench-search" "$@"
