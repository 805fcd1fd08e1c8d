"""Draws for the program, in a process of its own: SVG in, PNG out, each behind its length.

Drawing takes a tenth of a second and never lets another thread run meanwhile. Ends when its input
does, so it cannot outlive the program, whatever ended that.
"""

from __future__ import annotations

import signal
import sys
from struct import Struct

from bot.charts.drawing import png

LENGTH = Struct(">I")


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to answer
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(LENGTH.size):
        picture = png(source.read(LENGTH.unpack(head)[0]).decode())
        sink.write(LENGTH.pack(len(picture)) + picture)
        sink.flush()


if __name__ == "__main__":
    main()
