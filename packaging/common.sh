# What run.sh and test.sh share: finding out what is missing, installing it, building. Sourced, not run.
# shellcheck shell=bash

export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

say() { printf '%s\n' "== $*"; }
stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Runs a command as root: directly, or with sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
    else
        stop "This needs root rights. Run as root once: $*"
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Whether the package lists have it, and not only as an empty one that stands for something else.
is_available() {
    local description
    description=$(apt-cache show --no-all-versions "$1" 2>/dev/null) || return 1
    [ -n "$description" ] && ! grep -qi '^description.*transitional' <<<"$description"
}

refreshed=no
refresh_package_lists() {
    [ "$refreshed" = no ] || return 0
    as_root apt-get update -q
    refreshed=yes
}

# The first of the names "a|b" that is installed, else the first that can be.
choose_package() {
    local names name
    IFS='|' read -ra names <<<"$1"
    if [ ${#names[@]} -gt 1 ]; then
        for name in "${names[@]}"; do
            if is_installed "$name"; then
                echo "$name"
                return
            fi
        done
        refresh_package_lists >&2
        for name in "${names[@]}"; do
            if is_available "$name"; then
                echo "$name"
                return
            fi
        done
    fi
    echo "${names[0]}"
}

# Installs those of the given packages that are missing. Touches nothing, not even the package lists, if none is.
install_packages() {
    local missing=() package
    for package in "$@"; do
        package=$(choose_package "$package")
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        stop "This script installs packages with apt-get, which is missing here. Install what README.md lists under \"Dependencies\", then use --no-setup."
    say "Installing ${missing[*]}"
    refresh_package_lists
    as_root apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# Compiler, Qt and the libraries; what README.md lists under "Dependencies". The one with a bar goes by several names.
# shellcheck disable=SC2034 # used by those that source this
build_packages=(g++ cmake ninja-build pkg-config ccache qt6-base-dev qt6-websockets-dev libsodium-dev libboost-dev
    libexpected-dev libsqlite3-dev libjemalloc-dev libqt6sql6-sqlite libqt6sql6-psql
    'qt6-svg-dev|libqt6svg6-dev' qt6-multimedia-dev qtkeychain-qt6-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools)

# What the console uses when it runs and what no other package brings along: platform plugins, letters of every
# script, Qt's own texts, the way into the keychain.
# shellcheck disable=SC2034
console_packages=(qt6-qpa-plugins libqt6svg6 qt6-translations-l10n libsecret-1-0 fonts-dejavu-core fonts-noto-core xdg-utils)

# Jobs of the compiler at once: one a core, but none without 1.5 GiB of memory.
job_count() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1536 / 1024) }' /proc/meminfo)
    if [ "${memory:-1}" -lt 1 ]; then memory=1; fi
    if [ "$memory" -lt "$cores" ]; then echo "$memory"; else echo "$cores"; fi
}

# Whether the folder was configured from these sources with these presets.
is_configured() {
    [ -f "$1/build.ninja" ] && [ "$1/build.ninja" -nt CMakePresets.json ] &&
        grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$1/CMakeCache.txt"
}

# Builds a preset into build/<preset>, all of it or the given targets. What is up to date is not built again.
build_preset() {
    local preset=$1
    shift
    if ! is_configured "build/$preset"; then
        say "Configuring $preset"
        rm -f "build/$preset/CMakeCache.txt"
        cmake --preset "$preset" --log-level=WARNING
    fi
    say "Building $preset"
    cmake --build --preset "$preset" -j "$(job_count)" ${1:+--target "$@"}
}
