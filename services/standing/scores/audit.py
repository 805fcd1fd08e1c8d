"""Who a score falls upon: means and rates by group, never by person.

Owns the table of disparate impact and its guard for small groups. Whole numbers: rates in percent,
ratios in percent of the best group's rate, means in hundredths, all rounded down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.standing import agencies
from services.standing.scores.assessing import scores_of
from services.standing.scores.documents import PAY_SCORE, gates
from services.standing.scores.lawful import law_of
from services.standing.scores.traits import Trait, groups_of, traits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GROUP_MIN = 5
PERCENT = 100


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
    """A score by income, origin, care and age, for the facilitator.

    Raises `NotAllowed`, `NoSuchAgency`.
    """
    require(town, *STEWARDS)
    one = agencies.find(town, typed)
    document, hearing = (
        agencies.document(town, one.agency_id),
        agencies.hearing(town, one.agency_id),
    )
    groups = groups_of(town)
    rated = agencies.members(town, one.agency_id)
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


def too_small(counts: Mapping[str, int]) -> frozenset[str]:
    """Groups whose numbers would tell of persons: those below the least, and, where only one is,
    the next smallest too, for the one would follow from all the others.
    """
    small = [name for name, count in counts.items() if count < GROUP_MIN]
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
