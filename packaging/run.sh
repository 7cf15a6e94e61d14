#!/usr/bin/env bash
# Installs what is missing, builds the server, starts it on this machine and opens its page.
# Arguments go to the server: packaging/run.sh --port 9000. See: packaging/run.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/common.sh
. packaging/common.sh

if [ "${1-}" = --no-setup ]; then
    shift
else
    install_packages "${build_packages[@]}"
fi
build_preset run

arguments=()
if [ -t 1 ]; then
    arguments+=(--print-links) # the pipe below hides the terminal from the server
fi

has_display() {
    [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ] && command -v xdg-open >/dev/null
}

# Passes the server's lines on; the first one tells where its page is, once it can be opened.
show_lines() {
    local opened=no line
    while IFS= read -r line; do
        printf '%s\n' "$line"
        if [ "$opened" = no ] && [[ $line =~ ^Customers:\ +(http[^ ]+) ]]; then
            opened=yes
            if has_display; then
                xdg-open "${BASH_REMATCH[1]}" >/dev/null 2>&1 &
            else
                echo "No display here: open the page in a browser that can reach this machine. Ctrl+C stops the server."
            fi
        fi
    done
}

export ALLOW_VISITORS="${ALLOW_VISITORS-1}"
say "Starting the server"
# Ctrl+C reaches both ends of the pipe; the reader must outlive the server's last lines.
exec build/run/app/server/ultracom-server serve "${arguments[@]}" "$@" > >(trap '' INT && show_lines)
