"""The facilitator's cards: looking at one, running it once a turn."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import AnyRow, change_row, insert_new
from services.kernel.town import STEWARDS, Town, WorkshopId, require
from services.kernel.towns import ClockSet
from services.law import switchboard
from services.money import envelopes
from services.money.envelopes import GalaCard
from services.people.identity import Neighbour
from services.workshops.scenarios import orders
from services.workshops.scenarios.catalogue import Card, Effect, cards
from services.workshops.scenarios.orders import Whom
from services.workshops.scenarios.plays import GATES, PLAYS, Left
from services.workshops.scenarios.tables import scenario_runs
from services.workshops.scenarios.turning import UNTOLD, turns
from services.workshops.sessions import Status, clockwork, status


class PanelMovedOn(RuleError):
    """Something was run since this panel was drawn; a second tap must not run it twice."""


class TooMuchBadLuck(RuleError):
    """Somebody was struck by the last cards that struck anybody. Fields: `name`, `limit`."""


class PlayFirst(RuleError):
    """A card follows another that was not played yet. Fields: `card`, `first` (titles)."""


class LawIsOtherwise(RuleError):
    """A card needs the law to be so. Fields: `card` (its title), `switch`, `value`."""


GALA = "gala"  # the card, and the verb that gives it
SAID = "say"  # written down as a card is, and no turn of the panel
IN_A_ROW_MAX = 2  # cards that strike one person by name, before one strikes somebody else


@dataclass(frozen=True, slots=True)
class Panel:
    """What hangs in the facilitator's chat: how the town stands and what can be run."""

    status: Status
    turn: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a card needs: a gate, a card's title, or a law and what it must say."""

    kind: str
    what: str | Localized
    value: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A card as it would be played in this turn: on whom, what it still needs, and by which
    switches of the law it goes otherwise than its words tell.
    """

    workshop_id: WorkshopId
    turn: int
    card: Card
    whom: Whom
    when: str
    needs: tuple[Need, ...]
    turns: tuple[switchboard.Switch, ...] = ()

    @property
    def is_told_after_all(self) -> bool:
        """Whether whom it is about is told of their listing, though the card tells them nothing."""
        is_untold = any(one.verb in UNTOLD for one in self.card.effects)
        return is_untold and switchboard.Switch.LISTING_SERVED in self.turns


@dataclass(frozen=True, slots=True)
class Ran:
    """A card that was run; `name` says on whom: who or what group was named, or chance picked."""

    workshop_id: WorkshopId
    card: Card
    run_id: int
    whom: str
    name: str


def panel(town: Town) -> Panel:
    """The panel as of now."""
    return Panel(status(town), turn_of(town), cards())


def preview(town: Town, card_id: str, whom: str = "", when: str = "") -> Preview:
    """A card before it is played. Raises `NoSuchCard`, `HasLeft`, `NobodyThere`, `Outdated`."""
    card = orders.card_of(card_id)
    code = whom if card.takes_somebody else ""
    found, needs = orders.whom(town, code), tuple(_needs(town, card))
    law = switchboard.at(town, orders.due(town, when) if when else None)
    turned = turns(card, law)
    return Preview(town.workshop_id, turn_of(town), card, found, when, needs, turned)


def run(town: Town, typed: str, *, turn: int | None = None) -> Ran:
    """Run a card at once, on whomever was named after it. Raises what `read` and `play` raise."""
    order = orders.read(town, typed)
    return play(town, order.card.card_id, order.whom, turn=turn)


def play(town: Town, card_id: str, whom: str = "", *, turn: int | None = None) -> Ran:
    """Play a card. A button carries the turn it was drawn in, so that two taps run it once.

    Raises `NoSuchCard`, `PanelMovedOn`, `TooMuchBadLuck`, `PlayFirst`, `LawIsOtherwise`, `HasLeft`,
    `NobodyThere`, and what the card's own verbs refuse.
    """
    require(town, *STEWARDS)
    card, on = orders.card_of(card_id), orders.whom(town, whom)
    key = town.key if turn is None else f"turn:{turn}"
    struck = on.one if card.strikes else None
    if _take_turn(town, turn, card.card_id, on.code, struck):
        if struck is not None:
            _spare(town, struck)
        _require_needs(town, card)
        effects = _effects(town, card, on)
        # By chance residents alone are picked, so that no participant's name stays here.
        left = [(verb, one.trace, "" if on.code else one.name) for verb, one in effects]
        change_row(town.conn, scenario_runs, _run(town, key).run_id, traces=json.dumps(left))
        note(town, "card", card.card_id, role=town.actor.role)
    row = _run(town, key)
    return Ran(town.workshop_id, card, row.run_id, on.code, on.name or picked(row))


def give_gala(town: Town, amount: Fen, shares: int | None = None) -> GalaCard:
    """A gala of any amount, written down as its card is, so that it can be taken back.

    The same words give it once. Raises what `envelopes.start_gala` raises.
    """
    given = envelopes.start_gala(town, amount, shares)
    if _take_turn(town, None, GALA):
        left = json.dumps([(GALA, str(given.gala_id), "")])
        change_row(town.conn, scenario_runs, _run(town, town.key).run_id, traces=left)
    return given


def picked(row: AnyRow) -> str:
    """Whom chance has picked in a play."""
    names = (name for _, _, *rest in json.loads(row.traces) for name in rest if name)
    return ", ".join(dict.fromkeys(names))


def move_on(town: Town, days: int, *, turn: int) -> ClockSet:
    """Move the clock by a button. Raises `PanelMovedOn`, `DaysOutOfRange`."""
    _take_turn(town, turn, f"forward {days}")
    return clockwork.forward(town, days)


def say_once(town: Town, words: str) -> None:
    """Tell everybody what a question asked about, once for all taps on its key.

    Raises `AnnouncementTooLong`.
    """
    if _take_turn(town, None, SAID):
        clockwork.announce(town, words)


def turn_of(town: Town) -> int:
    """How many turns were played; the panel's next one bears this number."""
    runs = scenario_runs.c
    played = (runs.workshop_id == town.workshop_id, runs.card != SAID)
    return town.conn.execute(select(func.count()).where(*played)).scalar_one()


def _effects(town: Town, card: Card, on: Whom) -> list[tuple[str, Left]]:
    """Let a card do what it does: what is about somebody for each of them, all else once."""
    if len(on.people) <= 1 and on.code[:1] in ("", "p", "r"):
        who = {"who": on.name} if on.name else {}
        return [_effect(town, card, effect, **who) for effect in card.effects]
    left = []
    for number, one in enumerate(on.people):
        place = town.as_actor(town.actor, key=f"{town.key}:{one.participant_id}")
        for effect in card.effects:
            if effect.takes_somebody:
                left.append(_effect(place, card, effect, who=one.name))
            elif not number:
                left.append(_effect(town, card, effect))
    return left


def _effect(town: Town, card: Card, effect: Effect, who: str = "") -> tuple[str, Left]:
    named = {"who": who} if who and effect.takes_somebody else {}
    words = (card.hears.everybody,) if effect.verb == "invite" else ()
    left = PLAYS[effect.verb](town, *words, **effect.given, **named)
    return effect.verb, left if isinstance(left, Left) else Left()


def _needs(town: Town, card: Card) -> list[Need]:
    runs = scenario_runs.c
    mine = (runs.workshop_id == town.workshop_id, runs.undone_town_s.is_(None))
    played = set(town.conn.scalars(select(runs.card).where(*mine)))
    said = switchboard.switches(town) if card.needs.law else {}
    titles = {one.card_id: one.title for one in cards()}
    return [
        *(Need("after", titles[one], "", one in played) for one in card.needs.after),
        *(Need("law", s, v, str(said[s]) == v) for s, v in card.needs.law.items()),
        *(Need("town", gate, "", GATES[gate](town)) for gate in card.needs.town),
    ]


def _require_needs(town: Town, card: Card) -> None:
    """What the town lacks, the verbs of a card refuse themselves, and say more of it."""
    for need in _needs(town, card):
        if need.kind == "after" and not need.is_met:
            raise PlayFirst(card=card.title, first=need.what)
        if need.kind == "law" and not need.is_met:
            raise LawIsOtherwise(card=card.title, switch=need.what, value=need.value)


def _run(town: Town, key: str) -> AnyRow:
    runs = scenario_runs.c
    mine = (runs.workshop_id == town.workshop_id, runs.key == key)
    return town.conn.execute(select(scenario_runs).where(*mine)).one()


def _spare(town: Town, one: Neighbour) -> None:
    """Let the last cards that struck anybody by name, this one among them, not all strike one."""
    runs = scenario_runs.c
    last = town.conn.scalars(
        select(runs.struck)
        .where(runs.workshop_id == town.workshop_id, runs.struck.is_not(None))
        .order_by(runs.run_id.desc())
        .limit(IN_A_ROW_MAX + 1)
    ).all()
    if last == [one.participant_id] * (IN_A_ROW_MAX + 1):
        raise TooMuchBadLuck(name=one.name, limit=IN_A_ROW_MAX)


def _take_turn(
    town: Town, turn: int | None, card: str, code: str = "", struck: Neighbour | None = None
) -> bool:
    """Write the turn down. False when the same typed command had been written down before."""
    if turn is not None and turn != turn_of(town):
        raise PanelMovedOn
    is_new = insert_new(
        town.conn,
        scenario_runs,
        workshop_id=town.workshop_id,
        key=town.key if turn is None else f"turn:{turn}",
        card=card,
        town_s=town.now,
        struck=None if struck is None else struck.participant_id,
        whom=code,
    )
    if not is_new and turn is not None:
        raise PanelMovedOn  # another tap took this turn meanwhile
    return is_new
