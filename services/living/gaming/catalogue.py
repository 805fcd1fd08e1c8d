"""Who plays for points and what they believe, read from `seeds/gaming.yaml` and checked once.

A file that is wrong is refused when it is read, with what to write instead.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.standing import agencies
from services.standing.scores import actions

SEEDS = Path(__file__).parents[3] / "seeds/gaming.yaml"
WRITE = "write"
WAIT = "wait"

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, Field(min_length=1)]


class GamingFault(Exception):
    """A file that nobody can play by; the words say what is wrong and what to write."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Belief(_Strict):
    """Something said in the street: what to do, and with how much money where it says so."""

    id: Id
    act: Id
    fen: Annotated[int, Field(ge=1, le=20_000)] | None = None
    says: Words


class Budget(_Strict):
    """What one can be expected to afford."""

    fen: Annotated[int, Field(ge=0)]
    days: Annotated[int, Field(ge=0)]


class Gaming(_Strict):
    """The whole file."""

    format: Literal["gaming/1"]
    provenance: Literal["invented"]
    source: Words
    habits: Annotated[frozenset[Id], Field(min_length=1)]
    goals: Annotated[tuple[Id, ...], Field(min_length=1)]
    moves: Annotated[tuple[Id, ...], Field(min_length=1)]
    beliefs: Annotated[tuple[Belief, ...], Field(min_length=1)]
    budget: Budget


@lru_cache(maxsize=2)
def catalogue(path: Path = SEEDS) -> Gaming:
    """Who plays, for what, and by which beliefs. Raises `GamingFault`."""
    try:
        found = Gaming.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise GamingFault(f"{path.name}: {where}: {first['msg']}") from fault
    known = {*actions().actions, WAIT}
    _hold(path, "goals", set(found.goals), set(agencies.catalogue()))
    _hold(path, "moves", set(found.moves), known)
    _hold(path, "beliefs", {one.act for one in found.beliefs}, {*found.moves, WRITE, WAIT})
    return found


def _hold(path: Path, field: str, given: set[str], known: set[str]) -> None:
    if unknown := given - known:
        raise GamingFault(f"{path.name}: {field}: {sorted(unknown)}: write {sorted(known)}")
