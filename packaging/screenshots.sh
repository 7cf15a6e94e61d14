#!/usr/bin/env bash
# Makes the pictures in packaging/screenshots: the page in Chromium, and the console's real window, offscreen.
# Needs what packaging/test.sh installs.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/common.sh
. packaging/common.sh

usage() {
    cat <<'END'
Usage: packaging/screenshots.sh [--preset dev|release] [page|console]

  --preset NAME  which build to show (default: dev)
  page, console  only these
END
}

preset=dev
what=(page console)
while [ $# -gt 0 ]; do
    case $1 in
    --preset)
        [ $# -ge 2 ] || stop "--preset needs a name. See: packaging/screenshots.sh --help"
        preset=$2
        shift
        ;;
    page | console) what=("$1") ;;
    -h | --help)
        usage
        exit 0
        ;;
    *) stop "Unknown argument '$1'. See: packaging/screenshots.sh --help" ;;
    esac
    shift
done

build_preset "$preset" ultracom-server ultracom-console ultracom-pilot ultracom-sample-desk
export ULTRACOM_SERVER="$PWD/build/$preset/app/server/ultracom-server"
export ULTRACOM_CONSOLE="$PWD/build/$preset/app/console/ultracom-console"
export ULTRACOM_PILOT="$PWD/build/$preset/tests/e2e/pilot/plugins"
export ULTRACOM_SAMPLE_DESK="$PWD/build/$preset/tests/screenshots/ultracom-sample-desk"
for name in "${what[@]}"; do
    say "Making the pictures of the $name"
    node "tests/screenshots/$name.mjs"
done
