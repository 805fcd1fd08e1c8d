"""Who plays for points and what they believe: `seeds/gaming.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sentence, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.seeds import LOOSE, Natural, known, load, unique
from services.standing import agencies
from services.standing.scores import actions

WRITE = "write"
WAIT = "wait"


class Belief(Strict):
    """Something said in the street: what to do, and with how much money where it says so."""

    id: Id
    act: Id
    fen: Annotated[int, Field(ge=1, le=20_000)] | None = None
    says: Sentence


class Budget(Strict):
    """What one can be expected to afford."""

    fen: Natural
    days: Natural


class Gaming(Sourced):
    """The whole file."""

    format: Literal["gaming/1"]
    provenance: Literal["invented"]
    habits: Annotated[frozenset[Id], Field(min_length=1), LOOSE]
    goals: Annotated[tuple[Id, ...], Field(min_length=1)]
    moves: Annotated[tuple[Id, ...], Field(min_length=1)]
    beliefs: Annotated[tuple[Belief, ...], Field(min_length=1)]
    budget: Budget
    least_hours: Natural


def catalogue() -> Gaming:
    """Who plays, for what, and by which beliefs. Raises `SeedFault`."""
    return load("gaming.yaml", Gaming, _check)


def _check(file: Gaming) -> Iterator[Complaint]:
    for index, goal in enumerate(file.goals):
        yield from known(("goals", index), goal, agencies.catalogue())
    for index, move in enumerate(file.moves):
        yield from known(("moves", index), move, {*actions().actions, WAIT})
    for index, belief in enumerate(file.beliefs):
        yield from known(("beliefs", index, "act"), belief.act, {*file.moves, WRITE, WAIT})
    yield from unique(("beliefs",), (one.id for one in file.beliefs))
