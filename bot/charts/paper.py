"""Papers to hold up, a code to be scanned or a receipt: lines of words, and a QR if any."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import segno

from bot.charts.drawing import MARGIN, svg, wrapped

TOP = 84
ROW = 34
NARROW = 440  # units: what stands on it is read on a phone
NOTE_UNITS = 56
QR_SCALE = 10  # pixels a module: readable from the last row when projected
QR_BORDER = 4  # modules, as the standard demands
SMALLER = 8  # the same on a paper with words


def qr_svg(link: str) -> str:
    return _qr(link, QR_SCALE, whole=True)


def paper_svg(
    title: str, rows: Sequence[tuple[str, str]], note: str, *, link: str = "", large: str = ""
) -> str:
    """A title, lines of two columns, large digits, the link's QR, a note: as narrow as a phone."""
    lines = [{"of": of, "is": words, "y": TOP + n * ROW} for n, (of, words) in enumerate(rows)]
    large_y = TOP + len(rows) * ROW + ROW // 2
    qr_y = large_y + ROW // 2
    side = segno.make(link, micro=False).symbol_size(SMALLER, QR_BORDER)[1] if link else 0
    notes = wrapped(note, NOTE_UNITS)
    return svg(
        "paper",
        title=title,
        rows=lines,
        large=large,
        large_y=large_y,
        notes=[{"is": words, "y": qr_y + side + ROW + n * 18} for n, words in enumerate(notes)],
        qr=_qr(link, SMALLER, whole=False) if link else "",
        qr_x=(NARROW - side) // 2,
        qr_y=qr_y,
        width=NARROW,
        height=qr_y + side + ROW * 2 + 8,
        left=MARGIN + 100,
    )


def _qr(link: str, scale: int, *, whole: bool) -> str:
    picture = BytesIO()
    code = segno.make(link, micro=False)
    code.save(
        picture, kind="svg", scale=scale, border=QR_BORDER, light="#fff", xmldecl=whole, nl=False
    )
    return picture.getvalue().decode()
