"""Orders as they are kept, and as their person sees them. Reads; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId
from services.living.rentals.catalogue import Thing, catalogue, things
from services.living.rentals.prices import Terms
from services.living.rentals.states import OPEN, Ending, OrderState
from services.living.rentals.tables import rental_orders
from services.standing.scores import SCORES, gates

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

    from services.kernel.town import Town


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
    again: bool = field(default=False, compare=False)


def find_order(town: Town, order_id: int) -> Order:
    """An order of the town as it stands. Raises `Outdated`."""
    return order_of(row_of(town, order_id))


def my_orders(town: Town, *states: OrderState) -> list[Order]:
    """The actor's orders in these states, oldest first."""
    query = _orders(town).where(
        rental_orders.c.who == town.actor.pid, rental_orders.c.state.in_(states)
    )
    return [order_of(row) for row in town.conn.execute(query.order_by(rental_orders.c.order_id))]


def row_of(town: Town, order_id: int) -> Row[*tuple[Any, ...]]:
    """The row of an order, with the score that decided. Raises `Outdated`."""
    row = town.conn.execute(_orders(town).where(rental_orders.c.order_id == order_id)).one_or_none()
    if row is None:
        raise Outdated
    return row


def lock(town: Town, *which: Any) -> None:  # noqa: ANN401 - SQLAlchemy's conditions
    """Hold orders for the rest of this unit of work, in one order everywhere."""
    town.conn.execute(
        select(rental_orders.c.order_id)
        .where(rental_orders.c.workshop_id == town.workshop_id, *which)
        .order_by(rental_orders.c.order_id)
        .with_for_update()
    ).all()


def lock_mine(town: Town) -> None:
    """Hold all open orders of the actor: what is out or owed must not change under a check."""
    lock(town, rental_orders.c.who == town.actor.pid, rental_orders.c.state.in_(OPEN))


def order_of(row: Row[*tuple[Any, ...]]) -> Order:
    """A row as a value."""
    # Orders older than the column have nothing but the file, as it is today.
    thing = Thing.model_validate_json(row.made_with) if row.made_with else things()[row.thing]
    return Order(
        row.order_id,
        ParticipantId(row.who),
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
        _time(row.started_town_s),
        _time(row.due_town_s),
        _time(row.lost_town_s),
        None if row.ending is None else Ending(row.ending),
        Fen(row.charged_fen or 0),
    )


def _orders(town: Town) -> Select[Any]:
    return (
        select(rental_orders, SCORES.c.score)
        .outerjoin(SCORES, SCORES.c.score_id == rental_orders.c.score_id)
        .where(rental_orders.c.workshop_id == town.workshop_id)
    )


def _time(town_s: int | None) -> TownTime | None:
    return None if town_s is None else TownTime(town_s)
