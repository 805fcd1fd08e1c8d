"""What an order costs. Pure: whole fen, started units, never beyond the risk fund."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.money import Fen


@dataclass(frozen=True, slots=True)
class Terms:
    """The prices an order was made at, in fen; `per_s` is the town seconds of one unit."""

    price: int
    per_s: int
    late_fee: int
    risk_fund: int


def charge(terms: Terms, used_s: int, *, is_late: bool) -> Fen:
    """What a return costs: each started unit, the first at once; the late fee; at most the fund."""
    units = max(1, -(-used_s // terms.per_s))
    cost = units * terms.price + (terms.late_fee if is_late else 0)
    return Fen(min(cost, terms.risk_fund))
