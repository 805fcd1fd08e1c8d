"""The facilitator's panel: what can be run, and running it once a turn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import insert_new
from services.kernel.town import Role, Town, WorkshopId
from services.kernel.towns import ClockSet
from services.workshops.scenarios.plays import NAMED, PLAYS, Card, cards
from services.workshops.scenarios.tables import scenario_runs
from services.workshops.sessions import Status, clockwork, status


class NoSuchCard(RuleError):
    """No scenario card has this name. Fields: `card`, as typed; `cards`, those there are."""


class PanelMovedOn(RuleError):
    """Something was run since this panel was drawn; a second tap must not run it twice."""


TYPED_MAX = 20


@dataclass(frozen=True, slots=True)
class Panel:
    """What hangs in the facilitator's chat: how the town stands and what can be run."""

    status: Status
    turn: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """A card that was run."""

    workshop_id: WorkshopId
    card: Card


def panel(town: Town) -> Panel:
    """The panel as of now."""
    return Panel(status(town), _turn(town), cards())


def run(town: Town, card_id: str, *, turn: int | None = None) -> Ran:
    """Run a card. A button carries the turn it was drawn in, so that two taps run it once; what is
    typed may name somebody after the card, where the card is about somebody.

    Raises `NoSuchCard`, `PanelMovedOn`, and whatever the card's own verb refuses.
    """
    first, _, who = card_id.strip().partition(" ")
    card = _card(first if _takes_a_name(first) else card_id)
    about = {"who": who.strip()} if who and card.verb in NAMED else {}
    if _take_turn(town, turn, card.card_id):
        PLAYS[card.verb](town, **card.parameters, **about)
        note(town, "card", card.card_id, role=Role.FACILITATOR)
    return Ran(town.workshop_id, card)


def move_on(town: Town, days: int, *, turn: int) -> ClockSet:
    """Move the clock by a button. Raises `PanelMovedOn`, `DaysOutOfRange`."""
    _take_turn(town, turn, f"forward {days}")
    return clockwork.forward(town, days)


def _takes_a_name(typed: str) -> bool:
    return any(one.card_id == typed.lower() and one.verb in NAMED for one in cards())


def _card(typed: str) -> Card:
    known = {card.card_id: card for card in cards()}
    found = known.get(typed.strip().lower())
    if found is None:
        raise NoSuchCard(card=typed.strip()[:TYPED_MAX], cards=", ".join(known))
    return found


def _turn(town: Town) -> int:
    """How many turns were played; the panel's next one bears this number."""
    played = scenario_runs.c.workshop_id == town.workshop_id
    return town.conn.execute(select(func.count()).where(played)).scalar_one()


def _take_turn(town: Town, turn: int | None, card: str) -> bool:
    """Write the turn down. False when the same typed command had been written down before."""
    if turn is not None and turn != _turn(town):
        raise PanelMovedOn
    is_new = insert_new(
        town.conn,
        scenario_runs,
        workshop_id=town.workshop_id,
        key=town.key if turn is None else f"turn:{turn}",
        card=card,
        town_s=town.now,
    )
    if not is_new and turn is not None:
        raise PanelMovedOn  # another tap took this turn meanwhile
    return is_new
