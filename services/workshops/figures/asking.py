"""The question of a deck: asked before its cards and once more after them, and paired.

Answers leave no fact: facts are what agencies read, and an opinion must not be held against
anybody. Nobody sees another's; sums are shown from so many pairs on that they tell of no person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, ParticipantId, Town
from services.standing.scores import GROUP_MIN
from services.workshops.figures.catalogue import Deck
from services.workshops.figures.tables import deck_answers

BEFORE, AFTER = 1, 2
MOST = 5  # answers go from 1 to this

Said = Mapping[int, int | None]  # by moment; None: rather not


@dataclass(frozen=True, slots=True)
class Shift:
    """Who answered twice: how many, how many each way, and the sums before and after."""

    pairs: int
    more: int
    less: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A deck's question for whoever looks: which moment waits for an answer, 0 for none."""

    moment: int
    mine: Said
    shift: Shift | None  # None where it would tell of persons


def asked(town: Town, deck: Deck) -> Asked | None:
    """How a deck's question stands for the actor; None where it asks nothing."""
    if deck.asks is None:
        return None
    said = _said(town, deck.deck_id)
    me = town.actor.participant_id
    mine = {} if me is None else said.get(me, {})
    pairs = [(one[BEFORE], one[AFTER]) for one in said.values() if AFTER in one]
    told = [(then, now) for then, now in pairs if then is not None and now is not None]
    is_shown = bool(told) and (len(told) >= GROUP_MIN or town.actor.role in STEWARDS)
    return Asked(_waiting(town, mine), mine, _shift(told) if is_shown else None)


def take(town: Town, deck: Deck, moment: int, answer: int | None) -> None:
    """Keep an answer; the first of a moment stands. Raises `Outdated`."""
    mine = _said(town, deck.deck_id).get(town.actor.pid, {})
    if deck.asks is None or moment not in {*mine, _waiting(town, mine)}:
        raise Outdated
    insert_new(
        town.conn,
        deck_answers,
        workshop_id=town.workshop_id,
        deck=deck.deck_id,
        who=town.actor.pid,
        moment=moment,
        answer=answer,
        answered_town_s=town.now,
    )


def _waiting(town: Town, mine: Said) -> int:
    """Whom no moment waits for: who has no seat, who said both, who rather did not say."""
    is_over = town.actor.participant_id is None or not town.workshop.clock.running
    if is_over or AFTER in mine or (BEFORE in mine and mine[BEFORE] is None):
        return 0
    return AFTER if BEFORE in mine else BEFORE


def _said(town: Town, deck_id: str) -> dict[ParticipantId, dict[int, int | None]]:
    kept, said = deck_answers.c, defaultdict[ParticipantId, dict[int, int | None]](dict)
    rows = select(kept.who, kept.moment, kept.answer).where(
        kept.workshop_id == town.workshop_id, kept.deck == deck_id
    )
    for who, moment, answer in town.conn.execute(rows):
        said[who][moment] = answer
    return said


def _shift(told: list[tuple[int, int]]) -> Shift:
    return Shift(
        pairs=len(told),
        more=sum(now > then for then, now in told),
        less=sum(now < then for then, now in told),
        before=sum(then for then, _ in told),
        after=sum(now for _, now in told),
    )
