#!/usr/bin/env bash
# Installs what is missing, builds, and starts UltraCom: with a display the console, which has a server of its own, and
# the page that customers open in the browser; without a display the server alone.
# Arguments go to the program: packaging/run.sh --port 9000. See: packaging/run.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/common.sh
. packaging/common.sh

usage() {
    cat <<'END'
Usage: packaging/run.sh [--no-setup] [--headless] [options of the program]

  --no-setup  install nothing
  --headless  start the server without the console, as where there is no display

The rest goes to ultracom-console, or to "ultracom-server serve"; --help after the first start tells more:
  build/run/app/console/ultracom-console --help
  build/run/app/server/ultracom-server serve --help
END
}

has_display() {
    [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]
}

setup=yes
headless=no
has_display || headless=yes
while [ $# -gt 0 ]; do
    case $1 in
    --no-setup) setup=no ;;
    --headless) headless=yes ;;
    -h | --help)
        usage
        exit 0
        ;;
    *) break ;;
    esac
    shift
done

if [ "$setup" = yes ]; then
    install_packages "${build_packages[@]}" "${console_packages[@]}"
    if [ -n "${WAYLAND_DISPLAY-}" ]; then
        install_packages qt6-wayland
    fi
fi

if [ "$headless" = no ]; then
    build_preset run ultracom-console ultracom-server
    say "Starting the console; its window tells the address of the page for customers"
    exec build/run/app/console/ultracom-console --open-page "$@"
fi

build_preset run ultracom-server
arguments=()
if [ -t 1 ]; then
    arguments+=(--print-links) # the pipe below hides the terminal from the server
fi

# Passes the server's lines on; the first one tells where its page is.
show_lines() {
    local told=no line
    while IFS= read -r line; do
        printf '%s\n' "$line"
        if [ "$told" = no ] && [[ $line =~ ^Customers:\ +http ]]; then
            told=yes
            echo "No console without a display: open the pages in a browser that can reach this machine. Ctrl+C stops the server."
        fi
    done
}

export ALLOW_VISITORS="${ALLOW_VISITORS-1}"
say "Starting the server"
# Ctrl+C reaches both ends of the pipe; the reader must outlive the server's last lines.
exec build/run/app/server/ultracom-server serve "${arguments[@]}" "$@" > >(trap '' INT && show_lines)
