"""What there is to hire, and orders as their person sees them. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId, Town
from services.living.rentals.catalogue import Terms, Thing, catalogue, things
from services.living.rentals.states import OPEN, Ending, OrderState
from services.living.rentals.tables import rental_orders
from services.people.identity import human_wait_s, with_names
from services.standing.scores import SCORES, gates

OUT = (OrderState.IN_USE, OrderState.OWED)


class Ground(StrEnum):
    """Why a deposit is asked for; as real services say it, and no more."""

    SCORE = "score"  # not enough
    NO_SCORE = "no_score"  # given up, or never had
    UNPAID = "unpaid"  # an order is owed
    TOO_MANY = "too_many"  # of this kind are out


@dataclass(frozen=True, slots=True)
class Order:
    """An order as its person sees it. `again`: the same act had been done before."""

    order_id: int
    who: ParticipantId
    thing_id: str
    thing: Thing
    at_least: int  # the gate
    state: OrderState
    terms: Terms
    expires: TownTime
    score_id: int | None
    score: int | None  # that decided
    grounds: tuple[Ground, ...]
    has_deposit: bool
    started: TownTime | None
    due: TownTime | None
    lost: TownTime | None
    ending: Ending | None
    charged: Fen
    order_no: str = ""
    reason: str = ""  # for which less is owed, or the order was taken back
    debits: int = 0  # that were refused
    debit_until: TownTime | None = None  # while the merchant is trying
    found: bool = False  # it was lost, and came back after all
    paid_elsewhere: bool = False
    days: int = 0  # for which it may be kept, if it were confirmed now
    again: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Out:
    """What somebody has out and what they owe."""

    in_use: tuple[Order, ...]
    owed: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A thing on the shelf, and the score from which it asks no deposit."""

    thing_id: str
    thing: Thing
    at_least: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything to hire, and what the asker has out already."""

    offers: tuple[Offer, ...]
    out: Out


def shelf(town: Town) -> Shelf:
    """What can be hired, and how the asker stands."""
    offers = (Offer(name, one, gates()[one.gate].at_least) for name, one in things().items())
    return Shelf(tuple(offers), out(town))


def out(town: Town) -> Out:
    """What the actor has out, and what they owe."""
    return Out(tuple(my_orders(town, OrderState.IN_USE)), tuple(my_orders(town, OrderState.OWED)))


def my_orders(town: Town, *states: OrderState) -> list[Order]:
    """The actor's orders in these states, oldest first."""
    query = _orders(town).where(
        rental_orders.c.who == town.actor.pid, rental_orders.c.state.in_(states)
    )
    return [
        _order(town, row) for row in town.conn.execute(query.order_by(rental_orders.c.order_id))
    ]


def open_orders(town: Town) -> tuple[tuple[str, Order], ...]:
    """What everybody has out or owes, oldest first, with whose it is."""
    query = with_names(_orders(town), who=rental_orders.c.who)
    rows = town.conn.execute(
        query.where(rental_orders.c.state.in_(OUT)).order_by(rental_orders.c.order_id)
    )
    return tuple((row.who_name, _order(town, row)) for row in rows)


def find_order(town: Town, order_id: int) -> Order:
    """An order of the town as it stands. Raises `Outdated`."""
    row = town.conn.execute(_orders(town).where(rental_orders.c.order_id == order_id)).one_or_none()
    if row is None:
        raise Outdated
    return _order(town, row)


def locked_order(town: Town, order_id: int) -> Order:
    """The same, held for the rest of this unit of work."""
    _lock(town, rental_orders.c.order_id == order_id)
    return find_order(town, order_id)


def lock_mine(town: Town) -> None:
    """Hold all open orders of the actor: what is out or owed must not change under a check."""
    _lock(town, rental_orders.c.who == town.actor.pid, rental_orders.c.state.in_(OPEN))


def _lock(town: Town, *which: ColumnElement[bool]) -> None:
    """In one order everywhere."""
    town.conn.execute(
        select(rental_orders.c.order_id)
        .where(rental_orders.c.workshop_id == town.workshop_id, *which)
        .order_by(rental_orders.c.order_id)
        .with_for_update()
    ).all()


def _orders(town: Town) -> Select[Any]:
    """With the score that decided."""
    return (
        select(rental_orders, SCORES.c.score)
        .outerjoin(SCORES, SCORES.c.score_id == rental_orders.c.score_id)
        .where(rental_orders.c.workshop_id == town.workshop_id)
    )


def _order(town: Town, row: Row[*tuple[Any, ...]]) -> Order:
    # Orders older than the column have nothing but the file, as it is today.
    thing = Thing.model_validate_json(row.made_with) if row.made_with else things()[row.thing]
    return Order(
        row.order_id,
        row.who,
        row.thing,
        thing,
        gates()[thing.gate].at_least if row.at_least is None else row.at_least,
        OrderState(row.state),
        Terms(row.price_fen, row.per_s, row.late_fee_fen, row.risk_fund_fen),
        TownTime(row.created_town_s + catalogue().expires.after_days * DAY_S),
        row.score_id,
        row.score,
        tuple(Ground(one) for one in row.grounds.split()),
        row.deposit is not None,
        row.started_town_s,
        row.due_town_s,
        row.lost_town_s,
        None if row.ending is None else Ending(row.ending),
        Fen(row.charged_fen or 0),
        row.order_no,
        row.reason,
        row.debits,
        row.debit_until_town_s,
        found=row.found_town_s is not None,
        paid_elsewhere=row.paid_elsewhere,
        days=_days(town, thing, row.who) if row.state == OrderState.CREATED else thing.due_days,
    )


def _days(town: Town, thing: Thing, who: ParticipantId) -> int:
    """A person has some real minutes, however fast the town's days pass (ADR 0019)."""
    until = town.workshop.clock.at(town.wall_ms + 1_000 * human_wait_s(town, who))
    return max(thing.due_days, -((town.now - until) // DAY_S))


def deposits(town: Town, middle: int) -> list[tuple[int, int]]:
    """Before a town time and from it on: hires that began with a deposit, and all that began."""
    o = rental_orders.c
    begun = select(func.count(o.deposit), func.count()).where(o.workshop_id == town.workshop_id)
    halves = (o.started_town_s < middle, o.started_town_s >= middle)
    return [(held, every) for h in halves for held, every in town.conn.execute(begun.where(h))]
