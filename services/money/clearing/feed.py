"""The regulator's view of all payments in town: while clearing is off, only that money moved.

What stands in a row is decided by the law as it was when the money moved, so rows from before the
clearing house stay blank for good. Nothing is kept for it: books and law say it all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.paging import Page, page_of
from services.kernel.schema import insert_new
from services.kernel.time import TownTime
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, UnitOfWork, require
from services.law import switchboard as law
from services.law.switchboard import Switch
from services.money import ledger, merchants
from services.money.clearing.tables import accusations, laundering_plots, regulators
from services.people import identity
from services.people.identity import own_town

KINDS = ("sale", "payment", "request")  # movements that are payments
PAGE = 12
FRONTS = 3  # payees named below the rows
REPORTED_FEN, NEARLY_FEN = 10_00, 9_00  # what is just too small to be reported lies between
LATEST = 400  # rows; what is older is history, not supervision


class NotRegulator(RuleError):
    """Only whom the facilitator appointed sees the regulator's view."""


class AlreadyWatching(RuleError):
    """The person is the regulator already. Field: `name`."""


@dataclass(frozen=True, slots=True)
class RegulatorAppointed(Event):
    """Somebody may look now."""

    who: ParticipantId


@dataclass(frozen=True, slots=True)
class RegulatorDismissed(Event):
    """Whoever runs the town took the role back from somebody who goes on living there."""

    who: ParticipantId


@dataclass(frozen=True, slots=True)
class Flow:
    """One payment as the regulator sees it; `payer`, `payee`, `place` are None in a blank row."""

    at: TownTime
    amount: Fen
    payer: str | None = None
    payee: str | Localized | None = None
    place: Localized | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A page of payments, newest first, and what the cleared ones add up to.

    `evasive` counts payments just too small to be reported, by payee, those with most first: to
    whom, how many, by how many people, how much in all.
    `tally` is the facilitator's alone: plots begun; named, and named rightly, with and without
    clearing.
    """

    is_cleared: bool
    rows: Page[Flow]
    blank: int
    evasive: tuple[tuple[str | Localized, int, int, Fen], ...]
    tally: tuple[int, tuple[int, int], tuple[int, int]] | None


def appoint(town: Town, name: str) -> RegulatorAppointed:
    """Let somebody look. Raises `NotAllowed`, `NobodyOfThatName`, `AlreadyWatching`."""
    require(town, *STEWARDS)
    found = identity.by_name(town, name)
    who = found.participant_id
    if not insert_new(town.conn, regulators, participant_id=who, workshop_id=town.workshop_id):
        raise AlreadyWatching(name=found.name)
    note(town, "regulator", role=town.actor.role)
    done = RegulatorAppointed(who)
    town.emit(done)
    return done


def dismiss(town: Town, who: ParticipantId) -> None:
    """Let somebody look no more. Twice is once. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    if resign(town, who):
        note(town, "regulator_taken", role=town.actor.role)
        town.emit(RegulatorDismissed(who))


def resign(town: Town, who: ParticipantId) -> bool:
    """Whoever leaves the town watches no more. Whether they did."""
    mine = regulators.c.participant_id == who
    return town.conn.execute(delete(regulators).where(mine)).rowcount > 0


def watchers(town: Town) -> list[ParticipantId]:
    """Everybody who may look."""
    mine = regulators.c.workshop_id == town.workshop_id
    return [
        ParticipantId(who)
        for who in town.conn.scalars(select(regulators.c.participant_id).where(mine))
    ]


def feed(uow: UnitOfWork, page: int = 0) -> Feed:
    """The regulator's view, for whom the facilitator appointed and for the facilitator.

    Raises `NotInTown`, `NotRegulator`.
    """
    town = own_town(uow)
    is_steward = town.actor.role in STEWARDS
    if not is_steward and town.actor.pid not in watchers(town):
        raise NotRegulator
    rows = _flows(town)
    seen = [row for row in rows if row.payee is not None]
    return Feed(
        is_cleared=law.is_on(town, Switch.CLEARING),
        rows=page_of(rows, page, PAGE),
        blank=len(rows) - len(seen),
        evasive=_evasive(seen),
        tally=_tally(town) if is_steward else None,
    )


def _flows(town: Town) -> list[Flow]:
    moved = ledger.flow(town, KINDS, limit=LATEST)
    sold = merchants.by_cause(town, [one.subject for one in moved if one.kind == "sale"])
    names = {str(one.participant_id): one.name for one in identity.neighbours(town)}
    spans = _cleared(town)
    return [_flow(one, sold, names) if spans(one.at) else Flow(one.at, one.amount) for one in moved]


def _cleared(town: Town) -> Callable[[TownTime], bool]:
    """Whether a payment of a town time went through the clearing house."""
    said = law.course(town, Switch.CLEARING)
    # What moved in the very second of a decision was before it: no row is ever filled later.
    return lambda at: said.at(at - 1) == "on"


def _flow(one: ledger.Flowed, sold: dict[str, merchants.Sale], names: dict[str, str]) -> Flow:
    payer = names.get(one.payer.partition("@")[0]) or names.get(one.subject, "")
    if one.kind == "sale":
        sale = sold[one.subject]
        return Flow(one.at, one.amount, payer, sale.merchant, sale.place)
    return Flow(one.at, one.amount, payer, names.get(one.payee, ""))


def _evasive(seen: list[Flow]) -> tuple[tuple[str | Localized, int, int, Fen], ...]:
    small = [row for row in seen if NEARLY_FEN <= row.amount < REPORTED_FEN]
    titles = {str(row.payee): row.payee for row in small if row.payee is not None}
    times = Counter(str(row.payee) for row in small)
    found = []
    for key, count in times.most_common(FRONTS):
        theirs = [row for row in small if str(row.payee) == key]
        payers, total = len({row.payer for row in theirs}), Fen(sum(row.amount for row in theirs))
        found.append((titles[key], count, payers, total))
    return tuple(found)


def _tally(town: Town) -> tuple[int, tuple[int, int], tuple[int, int]]:
    mine = laundering_plots.c.workshop_id == town.workshop_id
    plots = town.conn.scalars(select(laundering_plots.c.plot_id).where(mine)).all()
    rows = town.conn.execute(
        select(accusations.c.is_cleared, accusations.c.is_right).where(
            accusations.c.plot_id.in_(plots)
        )
    ).all()
    with_it, without = ([right for cleared, right in rows if cleared == flag] for flag in (1, 0))
    return len(plots), (len(with_it), sum(with_it)), (len(without), sum(without))
