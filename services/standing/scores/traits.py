"""Who lives in the town, as an audit of scores must know it: income, migrants, carers, age.

Owns the reading of `seeds/residents_traits.yaml`. Traits are the simulator's own: no score reads
them, no agency sees them, and they are told of groups only. Drawn from the town's secret and the
person's name, so the same seed tells the same story and nothing need be stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sqlalchemy import select

from services.kernel.town import ParticipantId, Randomness, Town
from services.people.identity import PEOPLE
from services.standing.scores.told import Told

if TYPE_CHECKING:
    from sqlalchemy import Row

SEEDS = Path(__file__).parents[3] / "seeds/residents_traits.yaml"
PERCENT = 100


class TraitsFault(Exception):
    """A file of traits that cannot be read; the words say what is wrong and what to write."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One way in which lives differ: its groups, and how many in a hundred are in each."""

    name: str
    title: Told
    groups: Mapping[str, Told]
    shares: Mapping[str, int]
    by_habit: Mapping[str, str]  # scripted residents whose life is told: habit to group


@lru_cache(maxsize=2)
def traits(path: Path = SEEDS) -> tuple[Trait, ...]:
    """All traits, in the order of the file. Raises `TraitsFault`."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("format") != "traits/1":
        raise TraitsFault(f"{path.name}: begin with `format: traits/1`")
    return tuple(_trait(path.name, name, given) for name, given in raw["traits"].items())


def groups_of(town: Town) -> dict[ParticipantId, dict[str, str]]:
    """Everybody's group in every trait."""
    rows = town.conn.execute(
        select(PEOPLE.c.participant_id, PEOPLE.c.name_key, PEOPLE.c.habit).where(
            PEOPLE.c.workshop_id == town.workshop_id
        )
    )
    return {
        ParticipantId(row.participant_id): {t.name: _group(town, t, row) for t in traits()}
        for row in rows
    }


def _group(town: Town, trait: Trait, row: Row[*tuple[Any, ...]]) -> str:
    told_life = trait.by_habit.get(row.habit)
    if told_life is not None:
        return told_life
    drawn = Randomness(town.workshop.secret, f"trait|{trait.name}|{row.name_key}").below(PERCENT)
    for group, share in trait.shares.items():
        drawn -= share
        if drawn < 0:
            return group
    raise TraitsFault(f"{trait.name}: shares must add up to {PERCENT}")


def _trait(file: str, name: str, given: Mapping[str, Any]) -> Trait:
    groups = given["groups"]
    shares = {group: int(entry["percent"]) for group, entry in groups.items()}
    if sum(shares.values()) != PERCENT:
        raise TraitsFault(f"{file}: {name}: the percents must add up to {PERCENT}")
    by_habit = given.get("by_habit", {})
    if unknown := set(by_habit.values()) - set(groups):
        raise TraitsFault(f"{file}: {name}: no group is called {sorted(unknown)[0]}")
    titles = {group: Told(**entry["title"]) for group, entry in groups.items()}
    return Trait(name, Told(**given["title"]), titles, shares, by_habit)
