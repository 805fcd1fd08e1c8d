"""Wages: somebody's payroll falls due, is met, or is reported and brings its debtor on the list.

Paying it late takes the listing off again. The labour office reports what is so: unpaid is unpaid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, select

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen, Money
from services.kernel.schema import AnyRow, change_row, insert_new
from services.kernel.time import DAY_S, Moment
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, require
from services.money import ledger, merchants
from services.people.facts import Fact, record, strike
from services.people.identity import (
    Neighbour,
    by_id,
    by_name,
    human_wait_s,
    neighbours,
    with_names,
)
from services.standing import agencies, listings
from services.standing.courts import AGENCY
from services.standing.payrolls.tables import payroll_workers, payrolls


class NobodyToEmploy(RuleError):
    """Nobody keeps a shop here without a payroll to meet, or nobody is left to work there."""


class NoPayroll(RuleError):
    """There is no payroll that waits for its payment."""


class EmployerCannotPay(RuleError):
    """The employer holds too little. Fields: `name`, `balance`, `needed` (Money)."""


SHOWN_MAX = 5
PAYROLL_DUE = "payroll_due"  # the timer's kind
OFFICE = "labour_inspection"
UNPAID, PAID = "wages_unpaid", "wages_paid"  # the facts' kinds
WAGE = "wage"  # the movement's kind in the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Payroll:
    """What an employer owes so many workers, each as much. `shop`: the company's name."""

    payroll_id: int
    employer: ParticipantId
    employer_name: str
    shop: Localized | None
    workers: tuple[ParticipantId, ...]
    wage: Money
    due: Moment
    is_reported: bool
    is_paid: bool
    is_withdrawn: bool = False

    @property
    def total(self) -> Money:
        """All wages together."""
        return Money(self.wage.fen * len(self.workers))

    @property
    def basis(self) -> str:
        """What a listing for it rests on."""
        return f"fact:payroll:{self.payroll_id}:{UNPAID}"


@dataclass(frozen=True, slots=True)
class PayrollDue(Event):
    """An employer is told what they owe, and by when."""

    payroll: Payroll


@dataclass(frozen=True, slots=True)
class PayrollEnded(Event):
    """A payroll was met, or was reported as not met."""

    payroll: Payroll


def draw_up(town: Town, *, amount_fen: int, workers: int, days: int, who: str = "") -> Payroll:
    """A payroll falls due: a shopkeeper's among the residents, whose day has passed, or that of
    somebody named, who has so many days. Its workers are residents.

    Raises `NotAllowed`, `NobodyToEmploy`, `NobodyOfThatName`.
    """
    require(town, *STEWARDS)
    employer, shop = _employer(town, who)
    hired = _hired(town, employer, workers)
    key = f"{town.key}:payroll"
    is_new = insert_new(
        town.conn,
        payrolls,
        workshop_id=town.workshop_id,
        key=key,
        employer=employer.participant_id,
        shop=shop,
        wage_fen=amount_fen,
        due_town_s=town.now + (0 if employer.is_resident else days * DAY_S),
    )
    [row] = town.conn.execute(_all(town, payrolls.c.key == key)).all()
    if is_new:
        lines = [{"payroll_id": row.payroll_id, "worker": one.participant_id} for one in hired]
        town.conn.execute(insert(payroll_workers), lines)
        number, waits_s = row.payroll_id, human_wait_s(town, employer.participant_id)
        if employer.is_resident:
            report_overdue(town, str(number))
        else:
            due = set_timer(town, PAYROLL_DUE, str(number), due=row.due_town_s, waits_s=waits_s)
            change_row(town.conn, payrolls, number, due_town_s=due)
            town.emit(PayrollDue(payroll_of(town, number)))
    return payroll_of(town, row.payroll_id)


def report_overdue(town: Town, subject: str) -> None:
    """A timer's verb: an unpaid payroll is reported, and the court lists its debtor. A closed
    office comes back to it on the next day.
    """
    one = payroll_of(town, int(subject), is_held=True)
    if one.is_paid or one.is_reported or one.is_withdrawn:
        return
    if OFFICE in agencies.closed_sources(town):
        set_timer(town, PAYROLL_DUE, subject, due=town.now + DAY_S)
        return
    _record(town, one, UNPAID)
    listings.enter(town, AGENCY, listings.Colour.BLACK, one.employer, basis=one.basis)
    change_row(town.conn, payrolls, one.payroll_id, reported_town_s=town.now)
    town.emit(PayrollEnded(payroll_of(town, one.payroll_id)))


def pay(town: Town, payroll_id: int | None = None, *, of: ParticipantId | None = None) -> Payroll:
    """Meet a payroll out of its employer's wallet, once; without a number, the latest that waits
    `of` somebody named, else of whoever pays their own, else of a resident.

    Raises `NoPayroll`, `Outdated`, `NotEnoughMoney` (the employer), `EmployerCannotPay` (others).
    """
    one = payroll_of(town, payroll_id or _latest(town, of), is_held=True)
    is_own = town.actor.participant_id == one.employer
    if not is_own and town.actor.role not in STEWARDS:
        raise Outdated
    if one.is_withdrawn:
        raise NoPayroll
    if one.is_paid:
        return one
    source = by_id(town, one.employer).wallet
    held = Money(ledger.balance(town, source))
    if not is_own and held.fen < one.total.fen:
        raise EmployerCannotPay(name=one.employer_name, balance=held, needed=one.total)
    for worker in one.workers:
        move = ledger.Transfer(
            key=f"payroll:{one.payroll_id}:{worker}",
            kind=WAGE,
            source=source,
            target=by_id(town, worker).wallet,
            amount=Fen(one.wage.fen),
            subject=str(one.payroll_id),
        )
        ledger.move(town, move)
    change_row(town.conn, payrolls, one.payroll_id, paid_town_s=town.now)
    clear_timer(town, PAYROLL_DUE, str(one.payroll_id))
    listings.lift(town, AGENCY, basis=one.basis)
    _record(town, one, PAID)
    town.emit(PayrollEnded(payroll_of(town, one.payroll_id)))
    return payroll_of(town, one.payroll_id)


def withdraw(town: Town, payroll_id: int) -> Payroll:
    """Take a payroll back: off the list and out of the scores. Wages that were paid stay paid.

    Raises `NotAllowed`, `NoPayroll` (it was withdrawn), `Outdated`.
    """
    require(town, *STEWARDS)
    one = payroll_of(town, payroll_id, is_held=True)
    if one.is_withdrawn:
        raise NoPayroll
    change_row(town.conn, payrolls, payroll_id, withdrawn_town_s=town.now)
    clear_timer(town, PAYROLL_DUE, str(payroll_id))
    listings.unlist(town, AGENCY, basis=one.basis)
    left = {UNPAID: one.is_reported, PAID: one.is_paid}
    keys = [f"payroll:{payroll_id}:{kind}" for kind, is_left in left.items() if is_left]
    strike(town, one.employer, keys, OFFICE)
    town.emit(PayrollEnded(payroll_of(town, payroll_id)))
    return payroll_of(town, payroll_id)


def is_any_open(town: Town) -> bool:
    """Whether some payroll waits for its payment."""
    return town.conn.execute(_waiting(town).limit(1)).first() is not None


def payroll_of(town: Town, payroll_id: int, *, is_held: bool = False) -> Payroll:
    """A payroll of this town; one that is to change is held meanwhile. Raises `Outdated`."""
    query = _all(town, payrolls.c.payroll_id == payroll_id)
    if is_held:
        query = query.with_for_update(of=payrolls)
    row = town.conn.execute(query).one_or_none()
    if row is None:
        raise Outdated
    return _payroll(town, row)


def mine(town: Town) -> tuple[Payroll, ...]:
    """What the asker owes or owed as an employer, the newest first."""
    rows = town.conn.execute(_all(town, payrolls.c.employer == town.actor.pid)).all()
    return tuple(_payroll(town, row) for row in rows[::-1][:SHOWN_MAX])


def overdue(town: Town) -> frozenset[ParticipantId]:
    """Who truly owes wages whose day has passed, reported or not. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    late = _waiting(town).where(payrolls.c.due_town_s < town.now)
    return frozenset(ParticipantId(row.employer) for row in town.conn.execute(late))


def _all(town: Town, *where: ColumnElement[bool]) -> Select[Any]:
    query = select(payrolls).where(payrolls.c.workshop_id == town.workshop_id, *where)
    return with_names(query, employer=payrolls.c.employer).order_by(payrolls.c.payroll_id)


def _payroll(town: Town, row: AnyRow) -> Payroll:
    hired = select(payroll_workers.c.worker).where(payroll_workers.c.payroll_id == row.payroll_id)
    shop = merchants.catalogue().get(row.shop)
    return Payroll(
        payroll_id=row.payroll_id,
        employer=ParticipantId(row.employer),
        employer_name=row.employer_name,
        shop=None if shop is None else shop.title,
        workers=tuple(map(ParticipantId, town.conn.scalars(hired.order_by("worker")))),
        wage=Money(row.wage_fen),
        due=Moment(row.due_town_s),
        is_reported=row.reported_town_s is not None,
        is_paid=row.paid_town_s is not None,
        is_withdrawn=row.withdrawn_town_s is not None,
    )


def _employer(town: Town, who: str) -> tuple[Neighbour, str]:
    """Somebody named, or a resident by chance who keeps a shop and has no payroll to meet."""
    shops = {one.keeper: one.merchant.merchant_id for one in merchants.shops(town)}
    if who:
        named = by_name(town, who)
        return named, shops.get(named.participant_id, "")
    owing = set(town.conn.scalars(select(_waiting(town).subquery().c.employer)))
    free = [n for n in neighbours(town) if n.is_resident and n.participant_id in shops]
    free = [one for one in free if one.participant_id not in owing]
    if not free:
        raise NobodyToEmploy
    chosen = town.randomness("employer").pick(free)
    return chosen, shops[chosen.participant_id]


def _hired(town: Town, employer: Neighbour, count: int) -> list[Neighbour]:
    """So many residents, or as many as there are."""
    left = [n for n in neighbours(town) if n.is_resident and n != employer]
    if not left:
        raise NobodyToEmploy
    chance = town.randomness("workers")
    while len(left) > count:
        left.pop(chance.below(len(left)))
    return left


def _waiting(town: Town) -> Select[Any]:
    at = payrolls.c
    return _all(town, at.paid_town_s.is_(None), at.withdrawn_town_s.is_(None))


def _latest(town: Town, of: ParticipantId | None) -> int:
    """The newest that waits. Chance takes no participant's money: they must be named."""
    if town.actor.role not in STEWARDS:
        of = town.actor.participant_id
    for row in reversed(town.conn.execute(_waiting(town)).all()):
        if row.employer == of or (of is None and by_id(town, row.employer).is_resident):
            return int(row.payroll_id)
    raise NoPayroll


def _record(town: Town, one: Payroll, kind: str) -> None:
    key = f"payroll:{one.payroll_id}:{kind}"
    record(town, Fact(one.employer, kind, one.total.fen, source=OFFICE, key=key))
