"""Codes of eight digits by which somebody is paid, and codes that a receipt is known by.

Both are made of the town's secret, so nobody can make up one that holds, and none is kept.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

from services.kernel.town import Town
from services.kernel.towns import CODE_LETTERS

PAY_DIGITS = 8
MARK_LETTERS = 6
_RECEIPT = re.compile(rf"([A-Z])([1-9][0-9]{{0,17}})-([{CODE_LETTERS}]{{{MARK_LETTERS}}})")


def pay_code(town: Town, whom: str) -> str:
    """The digits of a merchant or a participant of this town."""
    return f"{_number(town, f'pay|{whom}') % 10**PAY_DIGITS:0{PAY_DIGITS}d}"


def whose_code(town: Town, typed: str, among: Iterable[str]) -> str | None:
    """Who of some has these digits; None where nobody has, or where two have."""
    found = [one for one in among if pay_code(town, one) == typed]
    return found[0] if len(found) == 1 else None


def receipt_code(town: Town, kind: str, number: int) -> str:
    """What a receipt carries: `S12-KTBWQX`."""
    rest, letters = _number(town, f"receipt|{kind}|{number}"), ""
    for _ in range(MARK_LETTERS):
        rest, letter = divmod(rest, len(CODE_LETTERS))
        letters += CODE_LETTERS[letter]
    return f"{kind}{number}-{letters}"


def read_receipt(town: Town, typed: str) -> tuple[str, int] | None:
    """The kind and number of a true receipt of this town; None for any other words."""
    found = _RECEIPT.fullmatch(typed.strip().upper())
    if found is None:
        return None
    kind, number = found[1], int(found[2])
    true = hmac.compare_digest(receipt_code(town, kind, number), found[0])
    return (kind, number) if true else None


def _number(town: Town, label: str) -> int:
    digest = hmac.digest(town.workshop.secret, label.encode(), "sha256")
    return int.from_bytes(digest[:8], "big")
