"""What a gamer does today: the best they can make out, from what the law lets them know.

Hidden, they act on a belief of the street. With reasons they know where points are missing, not
what they weigh. With the receipt they reckon: points for the price.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring import Standing
from scoring.recourse import take
from services.living.gaming.catalogue import WAIT, catalogue
from services.living.gaming.periods import Knowledge, knowledge_at
from services.standing import agencies
from services.standing.scores import actions, evaluate_for, law_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.kernel.town import Randomness, Town
    from services.standing.scores import Assessed

RATIO = 1_000_000  # points for the price in millionths, so that whole numbers tell them apart


@dataclass(frozen=True, slots=True)
class Move:
    """An action, the amount that it leaves in the books, and whether it must meet somebody new."""

    action: str
    amount: int
    somebody_new: bool = False


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


def _believed(chance: Randomness) -> Move | None:
    """One belief of the street, by the chance of the day."""
    beliefs = catalogue().beliefs
    belief = beliefs[chance.below(len(beliefs))]
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
    worth = sorted((-ratio, name) for name, ratio in _ratios(town, mine))
    if not worth:
        return None
    name = worth[0][1]
    new = any(trace.somebody_new for trace in actions().actions[name].leaves)
    return Move(name, _amount(name), new)


def _ratios(town: Town, mine: Assessed) -> Iterator[tuple[str, int]]:
    read = {kind for rule in mine.document.rules for kind in rule.kinds}
    asked = Standing(mine.facts, town.now, mine.law)
    for name in catalogue().moves:
        if not read & _left_by(name):
            continue
        gain = take(mine.document, asked, actions(), (name,)).score - mine.result.score
        if gain > 0:
            yield name, RATIO * gain // max(1, _price(name))


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
