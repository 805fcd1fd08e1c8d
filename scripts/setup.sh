#!/bin/sh
# Makes .venv and installs one hashed lock file into it. Runs before any Python of ours exists, so
# it is plain POSIX sh. Does nothing when the same lock is installed already.
#   usage: sh scripts/setup.sh requirements.lock
set -eu

lock=$1
venv=.venv
cd "$(dirname "$0")/.."

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

is_new_enough() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# PYTHON may name an interpreter; otherwise the first one that is new enough.
find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    found=$(${PYTHON:-python3} --version 2>&1) || found="no ${PYTHON:-python3}"
    fail "Glasstown needs Python 3.11 or newer; here is: $found" \
        "On Debian 12 or later:  sudo apt-get install -y python3 python3-venv" \
        "Another interpreter can be named:  make play PYTHON=/path/to/python3.12"
}

# Not sound: never made, made half, or the Python it was made with has gone.
is_sound() {
    is_new_enough "$venv/bin/python" && "$venv/bin/python" -c 'import pip' 2>/dev/null
}

is_installed() {
    is_sound && cmp -s "$lock" "$venv/stamps/$lock"
}

make_environment() {
    python=$(find_python) || exit 1
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python's venv module is missing. Type this line, then the same command again:" \
            "  sudo apt-get install -y python3-venv"
    echo "Making a Python environment in $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv" || fail "The environment could not be made in $venv."
}

# pip is chatty; one growing line says as much. The whole story stays in the log.
show_progress() {
    count=0
    while IFS= read -r line; do
        case $line in
        "exit "*) status=${line#exit } ;;
        Collecting* | Processing*) count=$((count + 1)) && say_progress "$count packages found" ;;
        "Installing collected"*) say_progress "installing $count packages" ;;
        ERROR*) printf '\n%s' "$line" ;;
        esac
        printf '%s\n' "$line" >>"$log"
    done
    echo
    return "${status:-1}"
}

# A terminal sees one line that grows, a log file one line now and then.
say_progress() {
    if [ -t 1 ]; then
        printf '\r\033[K  %s' "$1"
    elif [ $((count % 20)) -eq 0 ] || [ "$1" != "$count packages found" ]; then
        printf '\n  %s' "$1"
    fi
}

# The lock names everything, so pip has nothing to resolve (--no-deps). Left to resolve, it forgets a
# pin when a package asks for the same thing with an extra, and stops on the day a newer one comes out.
install_lock() {
    log=$venv/stamps/pip.log
    : >"$log"
    printf 'Installing %s (hashes checked; a minute at most on a usual line)' "$lock"
    [ ! -t 1 ] || echo
    {
        status=0
        PYTHONUNBUFFERED=1 "$venv/bin/python" -m pip install --disable-pip-version-check \
            --no-input --progress-bar off --require-hashes --no-deps -r "$lock" 2>&1 || status=$?
        echo "exit $status"
    } | show_progress || fail "The installation stopped. What pip said is in $log"
    cp "$lock" "$venv/stamps/$lock"
}

[ -f "$lock" ] || fail "There is no file $lock here."
is_installed && exit 0
is_sound || make_environment
mkdir -p "$venv/stamps"
install_lock
# The test lock holds every line of the run lock (a tidy rule keeps it so): one install serves both.
if [ "$lock" = requirements-dev.lock ]; then
    cp requirements.lock "$venv/stamps/requirements.lock"
fi
echo "Ready."
