"""What one deed would do to one score, measured by its document: what advice is worth.

Each gain is how many points higher one stands with the deed than without. Nothing is kept.
"""

from __future__ import annotations

from scoring import DAY_S, Fact, Standing, evaluate
from scoring.recourse import take
from services.kernel.localized import Localized
from services.standing.scores.assessing import Assessed
from services.standing.scores.documents import actions, actions_under
from services.standing.scores.reading import FRIEND_STANDING

WAIT = "wait"  # no deed


def gain_of_doing(mine: Assessed, as_of: int, steps: tuple[str, ...]) -> int:
    """By taking these actions, against letting the same days pass."""
    lawful = actions_under(mine.forbidden)
    if not set(steps) <= lawful.actions.keys():
        return 0
    then = take(mine.document, Standing(mine.facts, as_of, mine.law), lawful, steps)
    return then.score - _score(mine, mine.facts, as_of + then.days * DAY_S)


def gain_of_leaving(mine: Assessed, as_of: int, kind: str, amount: int) -> int:
    """By one more such fact; below none where it costs points."""
    if kind in mine.forbidden:
        return 0
    fact = Fact(kind, as_of, amount, f"would-be:{kind}", f"would-be:{kind}")
    return _score(mine, (*mine.facts, fact), as_of) - _score(mine, mine.facts, as_of)


def gain_of_parting(mine: Assessed, as_of: int, friend: str) -> int:
    """By having one friend less; none where the document does not read friends."""
    left = tuple(f for f in mine.facts if (f.kind, f.counterpart) != (FRIEND_STANDING, friend))
    return _score(mine, left, as_of) - _score(mine, mine.facts, as_of)


def deeds_that_help(mine: Assessed, as_of: int) -> list[tuple[str, int]]:
    """The actions that lift this score, each taken once, and by how much; most points first."""
    gains = ((name, gain_of_doing(mine, as_of, (name,))) for name in actions().actions)
    useful = [(name, gain) for name, gain in gains if gain > 0 and name != WAIT]
    return sorted(useful, key=lambda one: (-one[1], one[0]))


def advice(mine: Assessed, as_of: int) -> Localized | None:
    """The deed that lifts this score most, in words; None where none does."""
    useful = deeds_that_help(mine, as_of)
    return actions().actions[useful[0][0]].title if useful else None


def _score(mine: Assessed, facts: tuple[Fact, ...], as_of: int) -> int:
    return evaluate(mine.document, facts, as_of=as_of, law=mine.law).score
