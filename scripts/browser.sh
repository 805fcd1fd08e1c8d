#!/bin/sh
# Sees to it that a Chromium is there for the browser tests: they fail without one, never skip.
set -eu

line="apt-get install -y --no-install-recommends chromium"

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

if command -v apt-get >/dev/null 2>&1 && as_root true 2>/dev/null; then
    echo "Installing Chromium for the browser tests"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive $line
    exit 0
fi
printf '%s\n' "The browser tests need Chromium. Type this line, then the same command again:" \
    "  sudo $line" >&2
exit 1
