"""What can be hired, `seeds/rentals.yaml`, and what it costs: whole fen, started units.

Owns no order: an order keeps the price it was made at, whatever the file says later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.seeds import known, load
from services.kernel.time import DAY_S, HOUR_S
from services.living.rentals.states import NoSuchThing
from services.standing import sanctions
from services.standing.scores import gates

TYPED_MAX = 40
PER_S = {"day": DAY_S, "hour": HOUR_S}

Amount = Annotated[int, Field(ge=1, le=10_000_00)]
Days = Annotated[int, Field(ge=1, le=365)]


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


class Provider(Strict):
    """A merchant. Names that no source gives are marked as invented."""

    id: Id
    title: Localized
    invented_name: bool


class Price(Strict):
    """What a started day or hour costs."""

    fen: Amount
    per: Literal["day", "hour"]


class RiskFund(Strict):
    """The most that one order can cost, and what it is called when it is asked for first."""

    name: Literal["DEPOSIT", "ADVANCE", "CASH_DEPOSIT"]
    fen: Amount


class Thing(Sourced):
    """Something to hire, its price, the gate from which it asks no deposit; `door`: it can be
    closed to somebody.
    """

    title: Localized
    provider: Provider
    gate: Id
    door: Id | None = None
    price: Price
    risk_fund: RiskFund
    due_days: Days
    late_fee_fen: Amount
    lost_after_days: Days
    open_at_once: Annotated[int, Field(ge=1, le=10)]

    @property
    def terms(self) -> Terms:
        """What an order made today will cost."""
        return Terms(self.price.fen, PER_S[self.price.per], self.late_fee_fen, self.risk_fund.fen)


class Expires(Sourced):
    """When an order that nobody touches is over."""

    after_days: Days


class Debits(Sourced):
    """When a merchant tries to take what is owed: first, again, and how often."""

    first_after_days: Days
    again_after_days: Days
    tries: Annotated[int, Field(ge=1, le=10)]
    runs_minutes: Annotated[int, Field(ge=1, le=60)]  # meanwhile nothing of the order is changed


class Rentals(Strict):
    """The whole file."""

    format: Literal["rentals/1"]
    expires: Expires
    debits: Debits
    things: Annotated[dict[Id, Thing], Field(min_length=1, max_length=12)]


def catalogue() -> Rentals:
    """All of it. Raises `SeedFault`."""
    return load("rentals.yaml", Rentals, _check)


def things() -> Mapping[str, Thing]:
    """Everything that can be hired, in the order in which it is shown."""
    return catalogue().things


def find(typed: str) -> tuple[str, Thing]:
    """A thing by its id or title. Raises `NoSuchThing`."""
    wanted = typed.strip().casefold().replace(" ", "_")
    for name, thing in things().items():
        if wanted in {name, thing.title.en.casefold().replace(" ", "_"), thing.title.zh}:
            return name, thing
    raise NoSuchThing(typed=typed.strip()[:TYPED_MAX], known=", ".join(things()))


def _check(file: Rentals) -> Iterator[Complaint]:
    for name, thing in file.things.items():
        yield from known(("things", name, "gate"), thing.gate, gates())
        if thing.door is not None:
            yield from known(("things", name, "door"), thing.door, sanctions.doors())
        if too_small := _least_fund(thing):
            yield Complaint(
                ("things", name, "risk_fund", "fen"),
                f"the agreed days and the late fee cost {too_small}, beyond the risk fund",
                f"fen: {too_small} or more, or lower prices",
            )


def _least_fund(thing: Thing) -> int:
    """What a return just after the due time costs, where the risk fund would cut it; else 0."""
    unbounded = replace(thing.terms, risk_fund=10**9)
    cost = charge(unbounded, thing.due_days * DAY_S + 1, is_late=True)
    return cost if cost > thing.risk_fund.fen else 0
