"""What would lift a score over a gate: the three cheapest lawful changes, and what nobody can
change.

Owns the search. It tries changes in the order of their price, so that the first that pass are the
cheapest there are; a change that only adds something to a passing one is not a change of its own.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress, islice

from scoring.document import FactKind, ScoreDocument
from scoring.evaluate import Result, evaluate
from scoring.facts import DAY_S, Fact, Standing, distinct
from scoring.points import reach
from scoring.prospect import Prospect
from scoring.settings import Action, Actions, Gate

MOST_CHANGES = 3
MOST_TRIES = 20_000  # the search ends after so many choices, and says that it did
AT_A_TIME = 512  # choices judged together

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawfulChange:
    """Steps in the order in which they are taken, their price, and the score they lead to."""

    steps: Steps
    price_fen: int
    days: int
    score: int


@dataclass(frozen=True, slots=True)
class OutOfHand:
    """Points lost to a rule that reads only what others or a machine decide."""

    rule: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """The answer; not `complete` when the search was cut short before it had seen everything."""

    score: int
    passes: bool
    changes: tuple[LawfulChange, ...]
    out_of_hand: tuple[OutOfHand, ...]
    complete: bool


def recourse(
    document: ScoreDocument,
    standing: Standing,
    gate: Gate,
    actions: Actions,
    kinds: Mapping[str, FactKind],
    *,
    most: int = MOST_CHANGES,
) -> Recourse:
    """The cheapest changes that pass the gate; none are sought when it is passed already."""
    result = _evaluated(document, standing, standing.facts, standing.as_of)
    now, fixed = result.score, _out_of_hand(document, result, kinds)
    if now >= gate.at_least:
        return Recourse(score=now, passes=True, changes=(), out_of_hand=fixed, complete=True)
    found, complete = _search(document, standing, gate, actions, most)
    return Recourse(score=now, passes=False, changes=found, out_of_hand=fixed, complete=complete)


def _search(
    document: ScoreDocument, standing: Standing, gate: Gate, actions: Actions, most: int
) -> tuple[tuple[LawfulChange, ...], bool]:
    """The changes, and whether everything was seen that there is."""
    useful = _useful(document, standing, actions)
    prospect = Prospect(document, standing, {name: actions.actions[name] for name in useful})
    choices = _by_price(useful, actions)
    found: list[LawfulChange] = []
    for tried in range(0, MOST_TRIES, AT_A_TIME):
        # Near ways are found at once; only then is it worth the time to ask if there is any.
        if tried == AT_A_TIME and prospect.ceiling(useful) < gate.at_least:
            return (), True
        together = list(islice(choices, AT_A_TIME))
        if not together:
            return tuple(found), True
        for steps in compress(together, prospect.at_most(together) >= gate.at_least):
            if any(Counter(change.steps) <= Counter(steps) for change in found):
                continue
            change = take(document, standing, actions, steps)
            if change.score >= gate.at_least:
                found.append(change)
            if len(found) == most:
                return tuple(found), True
    return tuple(found), False


def take(
    document: ScoreDocument, standing: Standing, actions: Actions, steps: Steps
) -> LawfulChange:
    """What these steps, taken one after the other from now on, cost and lead to."""
    price, days, facts = 0, 0, list(standing.facts)
    for number, step in enumerate(steps):
        action = actions.actions[step]
        price, days = price + action.price_fen, days + action.days
        facts += _left_behind(action, f"step-{number}", standing.as_of + days * DAY_S)
    after = _evaluated(document, standing, facts, standing.as_of + days * DAY_S)
    return LawfulChange(steps, price, days, after.score)


def _left_behind(action: Action, name: str, at: int) -> Iterator[Fact]:
    for number, trace in enumerate(action.leaves):
        key = f"{name}-{number}"
        other = key if trace.somebody_new else None
        yield Fact(trace.kind, at, trace.amount, f"would-be:{key}", other)


def _evaluated(
    document: ScoreDocument, standing: Standing, facts: Iterable[Fact], as_of: int
) -> Result:
    return evaluate(document, facts, as_of=as_of, law=standing.law)


def _useful(document: ScoreDocument, standing: Standing, actions: Actions) -> dict[str, int]:
    """Actions whose facts this document reads, and how often each can be taken."""
    read = {kind for rule in document.rules for kind in rule.kinds}
    useful = {}
    for name, action in actions.actions.items():
        if action.leaves and not any(trace.kind in read for trace in action.leaves):
            continue
        most = action.most
        if action.settles is not None:
            most = min(most, _still_open(action, standing))
        if most > 0:
            useful[name] = most
    return useful


def _still_open(action: Action, standing: Standing) -> int:
    told = [f.kind for f in distinct(standing.facts) if f.at <= standing.as_of]
    closed = sum(told.count(trace.kind) for trace in action.leaves)
    return told.count(action.settles or "") - closed


def _by_price(most: Mapping[str, int], actions: Actions) -> Iterator[Steps]:
    """Every choice of actions, the cheapest first; among equals the shorter, then by name.

    A choice is grown by repeating its last action or taking a later one, so that each comes up
    exactly once.
    """
    names = sorted(most)
    day = actions.day_price_fen.amount
    price = {n: actions.actions[n].price_fen + day * actions.actions[n].days for n in names}
    waiting: list[tuple[int, int, Steps]] = [(price[name], 1, (name,)) for name in names]
    heapq.heapify(waiting)
    while waiting:
        cost, length, steps = heapq.heappop(waiting)
        yield steps
        for name in names[names.index(steps[-1]) :]:
            if steps.count(name) < most[name]:
                heapq.heappush(waiting, (cost + price[name], length + 1, (*steps, name)))


def _out_of_hand(
    document: ScoreDocument, result: Result, kinds: Mapping[str, FactKind]
) -> tuple[OutOfHand, ...]:
    inputs = [given for c in result.contributions for given in c.inputs]
    return tuple(
        OutOfHand(rule.id, lost)
        for rule, given in zip(document.rules, inputs, strict=True)
        if not given.outlawed and all(kinds[kind].hands != "own" for kind in rule.kinds)
        if (lost := reach(rule)[1] - given.points) > 0
    )
