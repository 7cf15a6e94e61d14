#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. None of them needs a network.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/common.sh
. packaging/common.sh

usage() {
    cat <<'END'
Usage: packaging/test.sh [--preset dev|release|asan|tsan] [--no-setup] [-- ctest arguments]

  --preset NAME  how to build (default: dev)
  --no-setup     install nothing
  --             the rest goes to ctest: packaging/test.sh -- -R tst_config
END
}

preset=dev
setup=yes
while [ $# -gt 0 ]; do
    case $1 in
    --preset)
        [ $# -ge 2 ] || stop "--preset needs a name. See: packaging/test.sh --help"
        preset=$2
        shift
        ;;
    --no-setup) setup=no ;;
    -h | --help)
        usage
        exit 0
        ;;
    --)
        shift
        break
        ;;
    *) stop "Unknown argument '$1'. See: packaging/test.sh --help" ;;
    esac
    shift
done

# The store's tests start a PostgreSQL of their own; the package's own cluster is neither wanted nor started.
install_postgresql() {
    is_installed postgresql && return 0
    local drop_in=/etc/postgresql-common/createcluster.d/ultracom-tests.conf
    if is_installed postgresql-common; then
        install_packages postgresql
        return
    fi
    as_root mkdir -p "$(dirname "$drop_in")"
    echo 'create_main_cluster = false' | as_root tee "$drop_in" >/dev/null
    install_packages postgresql
    as_root rm -f "$drop_in"
}

# Node 18 or newer with npm: for the peers that tests talk to, and to drive the browser.
install_node() {
    local version
    if command -v npm >/dev/null && version=$(node --version 2>/dev/null); then
        version=${version#v}
        [ "${version%%.*}" -lt 18 ] || return 0
    fi
    install_packages nodejs npm
}

# Debian has Chromium as a package. Ubuntu's package of that name is an empty shell around a snap.
install_browser() {
    local program
    for program in chromium google-chrome google-chrome-stable; do
        if command -v "$program" >/dev/null; then return 0; fi
    done
    refresh_package_lists
    if is_available chromium; then
        install_packages chromium
    else
        say "No Chromium in this system's packages (Ubuntu ships it as a snap): the tests that need a browser are skipped." \
            "To run them, install one with: sudo snap install chromium"
    fi
}

# Installs the npm packages of a folder if its lock file changed since the last time.
install_npm_packages() {
    local folder=$1 stamp=$1/node_modules/.ultracom-lock
    [ -f "$folder/package-lock.json" ] || return 0
    if cmp -s "$folder/package-lock.json" "$stamp"; then return 0; fi
    say "Installing the npm packages of $folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund)
    cp "$folder/package-lock.json" "$stamp"
}

if [ "$setup" = yes ]; then
    install_packages "${build_packages[@]}" "${console_packages[@]}" curl openssl dbus-daemon
    install_postgresql
    install_node
    install_browser
    install_npm_packages tests/e2e
fi
build_preset "$preset"
say "Testing $preset"
exec ctest --preset "$preset" -j2 --schedule-random "$@"
