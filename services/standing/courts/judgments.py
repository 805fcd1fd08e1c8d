"""Judgments: what is told of them, and reading them. A listing is served on nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from services.kernel.errors import Outdated
from services.kernel.money import Money
from services.kernel.time import Moment, TownTime, calendar_date
from services.kernel.town import Event, ParticipantId, Town
from services.people.identity import PEOPLE
from services.standing.courts.tables import judgments

AGENCY = "court"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """A claim that a court confirmed, and how it went on."""

    judgment_id: int
    case: str  # year and number, such as 2015-0007
    debtor: ParticipantId
    debtor_name: str
    amount: Money
    due: Moment
    enforced: TownTime | None
    paid: TownTime | None
    withdrawn: TownTime | None = None

    @property
    def basis(self) -> str:
        """What a listing for this judgment rests on."""
        return f"judgment:{self.judgment_id}"


@dataclass(frozen=True, slots=True)
class JudgmentServed(Event):
    """A judgment was made against somebody and is served on them."""

    judgment: Judgment


@dataclass(frozen=True, slots=True)
class JudgmentDefaulted(Event):
    """A judgment whose day has passed unpaid is served: its debtor does not mean to pay it."""

    judgment: Judgment


@dataclass(frozen=True, slots=True)
class JudgmentPaid(Event):
    """A judgment was paid out of the debtor's wallet; `by_debtor`: with the debtor's own hand."""

    judgment: Judgment
    by_debtor: bool


@dataclass(frozen=True, slots=True)
class JudgmentWithdrawn(Event):
    """A judgment counts no more, as if it had never been made."""

    judgment: Judgment


def judgment_of(town: Town, judgment_id: int, *, is_held: bool = False) -> Judgment:
    """A judgment of this town; one that is to change is held meanwhile. Raises `Outdated`."""
    found = _found(town, judgments.c.judgment_id == judgment_id, is_held=is_held)
    if not found:
        raise Outdated
    return found[0]


def judgment_on_which(town: Town, basis: str) -> Judgment | None:
    """The judgment on which a listing rests; None where it rests on something else."""
    kind, _, number = basis.partition(":")
    if kind != "judgment" or not number.isdecimal():
        return None
    return next(iter(_found(town, judgments.c.judgment_id == int(number))), None)


def judgment_by_key(town: Town, key: str) -> Judgment | None:
    """The judgment that one unit of work made, if it did."""
    return next(iter(_found(town, judgments.c.key == key)), None)


def open_judgments(town: Town) -> list[Judgment]:
    """Judgments that wait for their payment, oldest first."""
    at = judgments.c
    return _found(town, at.paid_town_s.is_(None), at.withdrawn_town_s.is_(None))


def next_number(town: Town) -> int:
    """The number of the town's next case; the database refuses one that is taken meanwhile."""
    taken = town.conn.scalar(
        select(func.max(judgments.c.number)).where(judgments.c.workshop_id == town.workshop_id)
    )
    return int(taken or 0) + 1


def _found(town: Town, *where: ColumnElement[bool], is_held: bool = False) -> list[Judgment]:
    query = (
        select(judgments, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == judgments.c.debtor)
        .where(judgments.c.workshop_id == town.workshop_id, *where)
        .order_by(judgments.c.judgment_id)
    )
    if is_held:
        query = query.with_for_update(of=judgments)
    return [_judgment(row) for row in town.conn.execute(query)]


def _judgment(row: Row[*tuple[Any, ...]]) -> Judgment:
    return Judgment(
        judgment_id=row.judgment_id,
        case=f"{calendar_date(row.made_town_s).year}-{row.number:04d}",
        debtor=row.debtor,
        debtor_name=row.name,
        amount=Money(row.amount_fen),
        due=Moment(row.due_town_s),
        enforced=row.enforced_town_s,
        paid=row.paid_town_s,
        withdrawn=row.withdrawn_town_s,
    )
