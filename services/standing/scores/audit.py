"""Who a score falls upon: means and rates by group, never by person.

Traits (`seeds/residents_traits.yaml`) are the simulator's own: no score reads them, no agency sees
them. They are drawn from the town's secret and the person's name, and stored nowhere. Owns the
guard for small groups. Whole numbers, rounded down: rates in percent, ratios in percent of the best
group's rate, means in hundredths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Row, select

from scoring.document import Id, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import PERCENT, Percent, known, load, named
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, ParticipantId, Randomness, Town, require
from services.people.identity import PEOPLE
from services.standing import agencies
from services.standing.scores.assessing import scores_of
from services.standing.scores.documents import PAY_SCORE, gates
from services.standing.scores.lawful import law_of

GROUP_MIN = 5  # fewer would tell of persons


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
        ParticipantId(row.participant_id): {t.name: _drawn(town, t, row) for t in traits()}
        for row in rows
    }


def _drawn(town: Town, trait: Trait, row: Row[*tuple[Any, ...]]) -> str:
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


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a group stay below a gate, and how its passing compares with the best group's."""

    gate: str
    below_percent: int
    ratio_percent: int | None  # None where nobody of any group passes


@dataclass(frozen=True, slots=True)
class Group:
    """One group; without numbers where they would tell of persons."""

    title: Localized
    count: int | None
    mean_hundredths: int
    rates: tuple[Rate, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether the guard has struck its numbers out."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class TraitTable:
    """One trait, group by group."""

    title: Localized
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreAudit:
    """The whole table of one score as of now."""

    title: Localized
    at: Moment
    people: int
    gates: tuple[tuple[str, Localized, int], ...]
    tables: tuple[TraitTable, ...]


def audit(town: Town, typed: str = PAY_SCORE) -> ScoreAudit:
    """A score by income, origin, care and age. Raises `NotAllowed`, `NoSuchAgency`."""
    require(town, *STEWARDS)
    one = agencies.find(typed)
    document, hearing = (
        agencies.document(town, one.agency_id),
        agencies.hearing(town, one.agency_id),
    )
    groups, rated = groups_of(town), agencies.members(town, one.agency_id)
    scores = scores_of(town, rated, document, law_of(town), hearing)
    thresholds = {n: g.at_least for n, g in gates().items() if g.document == document.id}
    tables = tuple(_table(trait, groups, scores, thresholds) for trait in traits())
    shown = tuple((n, gates()[n].title, at_least) for n, at_least in thresholds.items())
    return ScoreAudit(
        title=one.title, at=Moment(town.now), people=len(rated), gates=shown, tables=tables
    )


def _table(
    trait: Trait,
    groups: Mapping[ParticipantId, Mapping[str, str]],
    scores: Mapping[ParticipantId, int],
    thresholds: Mapping[str, int],
) -> TraitTable:
    members: dict[str, list[int]] = {name: [] for name in trait.groups}
    for who, score in scores.items():
        members[groups[who][trait.name]].append(score)
    hidden = too_small({name: len(found) for name, found in members.items()})
    best = {
        gate: max(
            (_passing(members[name], at) for name in members if name not in hidden), default=0
        )
        for gate, at in thresholds.items()
    }
    return TraitTable(
        trait.title,
        tuple(
            Group(trait.groups[name].title, None, 0, ())
            if name in hidden
            else _group(trait.groups[name].title, members[name], thresholds, best)
            for name in trait.groups
        ),
    )


def too_small(counts: Mapping[str, int], least: int = GROUP_MIN) -> frozenset[str]:
    """Groups whose numbers would tell of persons: those below the least, and, where only one is,
    the next smallest too, for the one would follow from all the others.
    """
    small = [name for name, count in counts.items() if count < least]
    if len(small) == 1 and len(counts) > 1:
        others = sorted((count, name) for name, count in counts.items() if name not in small)
        small.append(others[0][1])
    return frozenset(small)


def _group(
    title: Localized, scores: Sequence[int], thresholds: Mapping[str, int], best: Mapping[str, int]
) -> Group:
    rates = tuple(
        Rate(
            gate,
            PERCENT * sum(score < at for score in scores) // len(scores),
            None if not best[gate] else PERCENT * _passing(scores, at) // best[gate],
        )
        for gate, at in thresholds.items()
    )
    return Group(title, len(scores), PERCENT * sum(scores) // len(scores), rates)


def _passing(scores: Sequence[int], at_least: int) -> int:
    """In hundredths of a percent, so that ratios lose little to rounding."""
    return PERCENT * PERCENT * sum(score >= at_least for score in scores) // len(scores)
