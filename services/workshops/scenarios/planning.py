"""Cards at a town time: planned, listed, cancelled, played by a timer of their own.

A plan that cannot be played when its time comes changes nothing; whoever runs the town is told why.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.schema import AnyRow, insert_new
from services.kernel.time import Moment
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, Event, Town, WorkshopId, require
from services.workshops.scenarios import orders
from services.workshops.scenarios.catalogue import Card, cards
from services.workshops.scenarios.service import Preview, Ran, play, preview
from services.workshops.scenarios.tables import scenario_plans

CARD_DUE = "card_due"  # the timer's kind
PLANS_MAX = 12


class TooManyPlans(RuleError):
    """So many cards wait for their time already. Field: `limit`."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A card that waits for its time; `name` says on whom."""

    workshop_id: WorkshopId
    plan_id: int
    card: Card
    whom: str
    name: str
    due: Moment


@dataclass(frozen=True, slots=True)
class PlanPlayed(Event):
    """A planned card was played at its time."""

    ran: Ran


@dataclass(frozen=True, slots=True)
class PlanRefused(Event):
    """A planned card could not be played at its time; `why` says it."""

    card_id: str
    why: RuleError


def order(town: Town, typed: str) -> Preview | Planned | Ran:
    """Do what was typed: look at a card, plan it, or play it at once."""
    wanted = orders.read(town, typed)
    card_id = wanted.card.card_id
    if wanted.is_asked:
        return preview(town, card_id, wanted.whom, wanted.when)
    if wanted.when:
        return plan(town, card_id, wanted.whom, wanted.when)
    return play(town, card_id, wanted.whom)


def plan(town: Town, card_id: str, whom: str, when: str) -> Planned:
    """Have a card played at a town time. The same words plan it once.

    Raises `NotAllowed`, `TooManyPlans`, `NoSuchCard`, `HasLeft`, `NobodyThere`.
    """
    require(town, *STEWARDS)
    card = orders.card_of(card_id)
    orders.whom(town, whom)
    due = orders.due(town, when)
    mine = scenario_plans.c.workshop_id == town.workshop_id
    if town.conn.execute(select(func.count()).where(mine)).scalar_one() >= PLANS_MAX:
        raise TooManyPlans(limit=PLANS_MAX)
    is_new = insert_new(
        town.conn,
        scenario_plans,
        workshop_id=town.workshop_id,
        key=town.key,
        card=card.card_id,
        whom=whom,
        due_town_s=due,
    )
    row = town.conn.execute(
        select(scenario_plans).where(mine, scenario_plans.c.key == town.key)
    ).one()
    if is_new:
        set_timer(town, CARD_DUE, str(row.plan_id), due=due)
        note(town, "card_planned", f"{card.card_id} {due}", role=town.actor.role)
    return _planned(town, row)


def plans(town: Town) -> tuple[Planned, ...]:
    """What waits for its time, the next first; but no card that is gone by now."""
    at, known = scenario_plans.c, [card.card_id for card in cards()]
    query = select(scenario_plans).where(at.workshop_id == town.workshop_id, at.card.in_(known))
    rows = town.conn.execute(query.order_by(at.due_town_s, at.plan_id)).all()
    return tuple(_planned(town, row) for row in rows)


def cancel(town: Town, plan_id: int) -> Card:
    """Have a planned card not played. Raises `NotAllowed`, `Outdated` (played, or cancelled)."""
    require(town, *STEWARDS)
    row = _taken(town, plan_id)
    if row is None:
        raise Outdated
    clear_timer(town, CARD_DUE, str(plan_id))
    note(town, "card_cancelled", row.card, role=town.actor.role)
    return orders.card_of(row.card)


def play_due(town: Town, subject: str) -> None:
    """A timer's verb: the time of a planned card has come."""
    row = _taken(town, int(subject))
    if row is None:
        return
    told = len(town.events)
    try:
        with town.conn.begin_nested():
            ran = play(town, row.card, row.whom)
    except RuleError as why:
        del town.events[told:]
        note(town, "card_refused", f"{row.card} {why.code}", role=town.actor.role)
        town.emit(PlanRefused(row.card, why))
    else:
        town.emit(PlanPlayed(ran))


def _taken(town: Town, plan_id: int) -> AnyRow | None:
    at = scenario_plans.c
    mine = (at.workshop_id == town.workshop_id, at.plan_id == plan_id)
    gone = delete(scenario_plans).where(*mine).returning(*at)
    return town.conn.execute(gone).one_or_none()


def _planned(town: Town, row: AnyRow) -> Planned:
    try:
        name = orders.whom(town, row.whom).name
    except RuleError:  # they have left; the time will tell
        name = ""
    card = orders.card_of(row.card)
    due = Moment(row.due_town_s)
    return Planned(town.workshop_id, row.plan_id, card, row.whom, name, due)
