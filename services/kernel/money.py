"""Amounts: integer fen, parsed by one strict function and shown in one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType

from typing_extensions import override

from services.kernel.errors import AmountOutOfRange, AmountUnreadable

Fen = NewType("Fen", int)

FEN_PER_YUAN = 100
AMOUNT_MAX = Fen(1_000_000 * FEN_PER_YUAN)  # bounds every typed amount well inside 64 bits

# ASCII digits only: full-width and Arabic digits look like amounts but are easily misread.
_AMOUNT = re.compile(r"[¥￥]?([0-9]{1,9})(?:\.([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount meant for a person's eyes; views pass it to texts."""

    fen: int

    @override
    def __str__(self) -> str:
        sign = "-" if self.fen < 0 else ""
        yuan, fen = divmod(abs(self.fen), FEN_PER_YUAN)
        return f"{sign}¥{yuan}.{fen:02d}"


def parse_amount(text: str, *, low: int = 1, high: int = AMOUNT_MAX) -> Fen:
    """Read what a person typed, such as `8`, `8.8` or `¥8.88`, as fen.

    Raises `AmountUnreadable` for anything else and `AmountOutOfRange` outside low..high fen.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise AmountUnreadable(typed=text[:20])
    yuan, fen = found.groups()
    amount = int(yuan) * FEN_PER_YUAN + int((fen or "0").ljust(2, "0"))
    if not low <= amount <= high:
        raise AmountOutOfRange(low=Money(low), high=Money(high))
    return Fen(amount)
