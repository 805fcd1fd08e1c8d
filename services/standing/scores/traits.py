"""Who lives in the town, as an audit of scores must know it: income, migrants, carers, age.

Owns the reading of `seeds/residents_traits.yaml`. Traits are the simulator's own: no score reads
them, no agency sees them, and they are told of groups only. Drawn from the town's secret and the
person's name, so the same seed tells the same story and nothing need be stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select

from scoring.document import Id, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import PERCENT, Percent, known, load, named
from services.kernel.town import ParticipantId, Randomness, Town
from services.people.identity import PEOPLE

if TYPE_CHECKING:
    from sqlalchemy import Row


class Share(Strict):
    """One group, and how many in a hundred are in it."""

    title: Localized
    percent: Percent


class Trait(Strict):
    """One way in which lives differ, by its groups."""

    name: Id
    title: Localized
    groups: Annotated[dict[Id, Share], Field(min_length=1)]
    by_habit: dict[Id, Id] = Field(default_factory=dict)  # scripted residents: habit to group


class Traits(Strict):
    """The whole file."""

    format: Literal["traits/1"]
    provenance: Literal["invented"]
    traits: Annotated[dict[Id, Trait], named("name")]


def traits() -> tuple[Trait, ...]:
    """All traits, in the order of the file. Raises `SeedFault`."""
    return tuple(load("residents_traits.yaml", Traits, _check).traits.values())


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
    ends = accumulate(group.percent for group in trait.groups.values())
    return next(group for group, end in zip(trait.groups, ends, strict=True) if drawn < end)


def _check(file: Traits) -> Iterator[Complaint]:
    for name, trait in file.traits.items():
        total = sum(group.percent for group in trait.groups.values())
        if total != PERCENT:
            yield Complaint(
                ("traits", name, "groups"), f"they add up to {total}", f"{PERCENT} percent in all"
            )
        for habit, group in trait.by_habit.items():
            yield from known(("traits", name, "by_habit", habit), group, trait.groups)
