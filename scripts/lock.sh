#!/bin/sh
# Writes the lock files: hashes, every platform, no host name inside.
#   sh scripts/lock.sh           renew, keeping the versions that still fit
#   sh scripts/lock.sh --check   fail when a lock no longer follows from its .in file
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never

compile() {
    .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate "$@" >/dev/null
}

target=.
if [ "${1:-}" = --check ]; then
    target=$(mktemp -d)
    trap 'rm -rf "$target"' EXIT
    cp requirements.lock requirements-dev.lock requirements-bench.lock "$target"
fi
compile requirements.in -o "$target/requirements.lock"
# The run lock bounds the test lock, so that what is tested is what is run.
compile requirements-dev.in -c "$target/requirements.lock" -o "$target/requirements-dev.lock"
# What only a bench wants beside itself, within the versions that are tested.
compile requirements-bench.in -c "$target/requirements-dev.lock" -o "$target/requirements-bench.lock"
for lock in requirements.lock requirements-dev.lock requirements-bench.lock; do
    cmp -s "$lock" "$target/$lock" || {
        echo "$lock is out of date: make lock" >&2
        exit 1
    }
done
