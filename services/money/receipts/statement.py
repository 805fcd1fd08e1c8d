"""Everything that moved in one month of the town's calendar, on every platform."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.time import DAY_S, FIRST_DAY, TownTime, calendar_date
from services.kernel.town import Town
from services.money import ledger, merchants, platforms
from services.money.receipts.service import PAYMENT
from services.people import identity

TYPED_MAX = 20
MONTHS = 12
_MONTH = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,2})")


class MonthUnreadable(RuleError):
    """Not a month such as 3 or 2015-03. Field: `typed`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement, seen from its owner: `amount` is negative when money left."""

    at: TownTime
    kind: str
    amount: Fen
    with_whom: str | Localized
    platform: Localized
    code: str  # of its receipt; empty where it has none


@dataclass(frozen=True, slots=True)
class Statement:
    """A month: its year and number, what came and went, oldest first."""

    year: int
    month: int
    entries: tuple[Entry, ...]

    @property
    def came(self) -> Fen:
        """All that came in."""
        return Fen(sum(one.amount for one in self.entries if one.amount > 0))

    @property
    def went(self) -> Fen:
        """All that went out, as a positive amount."""
        return Fen(-sum(one.amount for one in self.entries if one.amount < 0))


def statement(town: Town, typed: str = "") -> Statement:
    """The actor's month; the one that runs where none is named. Raises `MonthUnreadable`."""
    first = _first_day(town, typed)
    after = date(first.year + first.month // MONTHS, first.month % MONTHS + 1, 1)
    span = (_midnight(first), _midnight(after))
    found = [
        (moved, platform)
        for platform in platforms.catalogue().values()
        for moved in ledger.movements(
            town,
            platforms.wallet_of(town, town.actor.pid, platform.platform_id),
            limit=None,
            during=span,
        )
    ]
    found.sort(key=lambda one: one[0].transfer_id)
    names = {str(one.participant_id): one.name for one in identity.neighbours(town)}
    sold = merchants.by_cause(town, [m.subject for m, _ in found if m.kind == "sale"])
    entries = tuple(_entry(town, moved, platform, names, sold) for moved, platform in found)
    return Statement(first.year, first.month, entries)


def _entry(
    town: Town,
    moved: ledger.Movement,
    platform: platforms.Platform,
    names: dict[str, str],
    sold: dict[str, merchants.Sale],
) -> Entry:
    whom: str | Localized = names.get(moved.subject) or names.get(moved.other_holder, "")
    code = ""
    if moved.kind == "sale":
        sale = sold[moved.subject]
        whom = sale.merchant if moved.amount < 0 else sale.customer_name
        code = sale.code
    elif moved.kind == "payment":
        number = int(moved.key.split(":")[1])
        code = merchants.receipt_code(town, PAYMENT, number)
    return Entry(moved.at, moved.kind, moved.amount, whom, platform.title, code)


def _first_day(town: Town, typed: str) -> date:
    today = calendar_date(town.now)
    if not typed.strip():
        return today.replace(day=1)
    found = _MONTH.fullmatch(typed.strip())
    year, month = (0, 0) if found is None else (int(found[1] or today.year), int(found[2]))
    if not (1 <= month <= MONTHS and FIRST_DAY.year <= year <= today.year):
        raise MonthUnreadable(typed=typed.strip()[:TYPED_MAX])
    return date(year, month, 1)


def _midnight(day: date) -> TownTime:
    return TownTime((day - FIRST_DAY).days * DAY_S)
