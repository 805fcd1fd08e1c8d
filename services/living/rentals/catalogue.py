"""What can be hired, read from `seeds/rentals.yaml` and checked once.

A file that is wrong is refused when it is read, with its line and what to write instead. Owns no
order: an order keeps the price it was made at, whatever the file says later.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Provenance, Sentence, Strict, Words
from scoring.loader import build, read_located
from services.kernel.time import DAY_S, HOUR_S
from services.living.rentals.errors import NoSuchThing
from services.living.rentals.prices import Terms, charge
from services.standing.scores import gates

SEEDS = Path(__file__).parents[3] / "seeds/rentals.yaml"
TYPED_MAX = 40
PER_S = {"day": DAY_S, "hour": HOUR_S}

Amount = Annotated[int, Field(ge=1, le=10_000_00)]
Days = Annotated[int, Field(ge=1, le=365)]


class Provider(Strict):
    """A merchant. Names that no source gives are marked as invented."""

    id: Id
    title: Words
    invented_name: bool


class Price(Strict):
    """What a started day or hour costs."""

    fen: Amount
    per: Literal["day", "hour"]


class RiskFund(Strict):
    """The most that one order can cost, and what it is called when it is asked for first."""

    name: Literal["DEPOSIT", "ADVANCE", "CASH_DEPOSIT"]
    fen: Amount


class Thing(Strict):
    """Something to hire, its price, and the gate from which it asks no deposit."""

    title: Words
    provider: Provider
    gate: Id
    price: Price
    risk_fund: RiskFund
    due_days: Days
    late_fee_fen: Amount
    lost_after_days: Days
    open_at_once: Annotated[int, Field(ge=1, le=10)]
    provenance: Provenance
    source: Sentence

    @property
    def terms(self) -> Terms:
        """What an order made today will cost."""
        return Terms(self.price.fen, PER_S[self.price.per], self.late_fee_fen, self.risk_fund.fen)


class Expires(Strict):
    """When an order that nobody touches is over."""

    after_days: Days
    provenance: Provenance
    source: Sentence


class Rentals(Strict):
    """The whole file."""

    format: Literal["rentals/1"]
    expires: Expires
    things: Annotated[dict[Id, Thing], Field(min_length=1, max_length=12)]


@lru_cache(maxsize=4)
def catalogue(path: Path = SEEDS) -> Rentals:
    """The file, read once. Raises `BadDocument`."""
    located = read_located(path)
    found = build(Rentals, located)
    for name, thing in found.things.items():
        where = ("things", name)
        if thing.gate not in gates():
            known = ", ".join(gates())
            raise located.refuse((*where, "gate"), f"no gate is called {thing.gate}", known)
        if too_small := _least_fund(thing):
            wrong = f"the agreed days and the late fee cost {too_small}, beyond the risk fund"
            raise located.refuse(
                (*where, "risk_fund", "fen"), wrong, f"fen: {too_small} or more, or lower prices"
            )
    return found


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


def _least_fund(thing: Thing) -> int:
    """What a return just after the due time costs, where the risk fund would cut it; else 0."""
    unbounded = Terms(thing.terms.price, thing.terms.per_s, thing.terms.late_fee, 10**9)
    cost = charge(unbounded, thing.due_days * DAY_S + 1, is_late=True)
    return cost if cost > thing.risk_fund.fen else 0
