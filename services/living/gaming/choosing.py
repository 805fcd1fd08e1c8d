"""What a gamer does today: the best they can make out, from what the law lets them know.

Hidden, they act on a belief of the street. With reasons they know where points are missing, not
what they weigh. With the receipt they reckon: points for the price. Owns the simulator's memory of
what was played; an act's facts may come later, or lie with others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from scoring import Standing
from scoring.recourse import take
from services.kernel.schema import insert_new
from services.kernel.town import Randomness, Town
from services.law import switchboard
from services.law.switchboard import Switch
from services.living.gaming.catalogue import WAIT, catalogue
from services.living.gaming.tables import played_facts
from services.standing import agencies
from services.standing.scores import Assessed, Explanation, actions, evaluate_for, law_of

RATIO = 1_000_000  # points for the price in millionths, so that whole numbers tell them apart


class Knowledge(StrEnum):
    """What the law lets people know of how a score comes about."""

    HIDDEN = "hidden"
    REASONS = "reasons"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Move:
    """An action, the amount that it leaves in the books, and whether it must meet somebody new."""

    action: str
    amount: int
    somebody_new: bool = False


def knowledge_at(town: Town, at: int | None = None) -> Knowledge:
    """What the law lets people know as of a town time (now where none is given)."""
    explanation = Explanation(str(switchboard.value(town, Switch.EXPLANATION, at)))
    return Knowledge.HIDDEN if explanation.is_secret else Knowledge(explanation.value)


def choose(town: Town, chance: Randomness) -> Move | None:
    """The actor's move of this day; None where they see nothing to gain, or lie low."""
    knowledge = knowledge_at(town)
    if knowledge is Knowledge.HIDDEN:
        return _believed(chance)
    for goal in catalogue().goals:
        if not agencies.member(town, town.actor.pid, goal):
            continue
        mine = evaluate_for(town, [town.actor.pid], goal, law_of(town))[town.actor.pid]
        found = _reckoned(town, mine) if knowledge is Knowledge.RECEIPT else _reasoned(mine)
        if found is not None:
            return found
    return None


def note_played(town: Town, cause: str) -> None:
    """Remember that an act was done for points. Its facts' keys begin with `cause`."""
    insert_new(town.conn, played_facts, workshop_id=town.workshop_id, key=cause, town_s=town.now)


def causes(town: Town, after: int, until: int) -> frozenset[str]:
    """The acts played after one town time and up to another."""
    return frozenset(
        town.conn.scalars(
            select(played_facts.c.key).where(
                played_facts.c.workshop_id == town.workshop_id,
                played_facts.c.town_s > after,
                played_facts.c.town_s <= until,
            )
        )
    )


def _believed(chance: Randomness) -> Move | None:
    """One belief of the street, by the chance of the day."""
    belief = chance.pick(catalogue().beliefs)
    if belief.act == WAIT:
        return None
    return Move(belief.act, belief.fen or _amount(belief.act))


def _reasoned(mine: Assessed) -> Move | None:
    """The cheapest move that touches the costliest reason; that people differ is not told."""
    for lost in mine.result.reasons:
        read = {k for rule in mine.document.rules if rule.reason == lost.code for k in rule.kinds}
        useful = [name for name in catalogue().moves if read & _left_by(name)]
        if useful:
            cheapest = min(useful, key=lambda name: (_price(name), name))
            return Move(cheapest, _amount(cheapest))
    return None


def _reckoned(town: Town, mine: Assessed) -> Move | None:
    """The move with most points for its price."""
    best = min(_ratios(town, mine), default=None)
    if best is None:
        return None
    _, name = best
    new = any(trace.somebody_new for trace in actions().actions[name].leaves)
    return Move(name, _amount(name), new)


def _ratios(town: Town, mine: Assessed) -> Iterator[tuple[int, str]]:
    """Each move that gains anything; the best has the least number before it."""
    read = {kind for rule in mine.document.rules for kind in rule.kinds}
    asked = Standing(mine.facts, town.now, mine.law)
    for name in catalogue().moves:
        if not read & _left_by(name):
            continue
        gain = take(mine.document, asked, actions(), (name,)).score - mine.result.score
        if gain > 0:
            yield -(RATIO * gain // max(1, _price(name))), name


def _left_by(name: str) -> set[str]:
    return {trace.kind for trace in actions().actions[name].leaves}


def _amount(name: str) -> int:
    """What the first fact of the action amounts to; nothing for words."""
    known = actions().actions.get(name)
    return known.leaves[0].amount if known is not None else 0


def _price(name: str) -> int:
    """Money and days in one number, as the search for ways compares them."""
    action = actions().actions[name]
    return action.price_fen + actions().day_price_fen.amount * action.days
