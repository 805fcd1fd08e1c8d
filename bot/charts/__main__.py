"""Draws for the program, in a process of its own: SVG in, PNG out, each behind its length; or a
photo in, the same painted anew out, and nothing where it cannot be.

Drawing takes a tenth of a second and never lets another thread run meanwhile. Ends when its input
does, so it cannot outlive the program, whatever ended that.
"""

from __future__ import annotations

import signal
import sys
from struct import Struct

from bot.charts.drawing import png
from bot.charts.photos import repainted

ASKED = Struct(">?I")  # whether it is a photo, and its length
LENGTH = Struct(">I")


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to answer
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(ASKED.size):
        is_photo, size = ASKED.unpack(head)
        raw = source.read(size)
        picture = _photo(raw) if is_photo else png(raw.decode())
        sink.write(LENGTH.pack(len(picture)) + picture)
        sink.flush()


def _photo(raw: bytes) -> bytes:
    try:
        return repainted(raw)
    except Exception:  # noqa: BLE001 # tidy: allow broad-except — decoders have no common error
        return b""


if __name__ == "__main__":
    main()
