"""Residents who can be adopted, `seeds/adoptions.yaml`, and what a law makes of their year.

The year is lived once, by the synthetic town's own habits and seed; a law is judged once, by the
rules of the lab, which are the town's. So two who adopt the same resident see the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.seeds import Name, Natural, load, named
from services.law.switchboard import Value
from services.standing import agencies, sanctions
from services.standing.agencies import Agency
from services.standing.sanctions import Door
from services.workshops import lab
from services.workshops.lab import Judged, Year

Said = tuple[tuple[str, Value], ...]  # a law, by switch
KEPT = 64  # laws whose judgment of that year is not computed again
TYPED_MAX = 40


class NobodyToAdopt(RuleError):
    """Nobody of that name can be adopted. Fields: `typed`, `known`."""


class LivedTown(Strict):
    """The town they live in."""

    residents: Annotated[int, Field(ge=1, le=lab.STREET * 4)]
    days: Annotated[int, Field(ge=1, le=366)]
    seed: Natural


class Adoptee(Strict):
    """One of them: who it is in that town, and two sentences."""

    adoptee_id: Id
    number: Natural
    name: Localized[Name]
    words: Localized
    traits: dict[Id, Id]


class Adoptees(Sourced):
    """The whole file."""

    format: Literal["adoptions/1"]
    town: LivedTown
    residents: Annotated[dict[Id, Adoptee], named("adoptee_id"), Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What a law makes of one resident's year: last scores by agency that rates them, and at how
    many scorings of the year which door was closed, and lists named them: the court's, companies'
    black ones, all red ones.
    """

    scores: Mapping[str, int]
    doors: Mapping[str, int]
    listed: int
    by_companies: int
    praised: int
    scorings: int


@dataclass(frozen=True, slots=True)
class LifeMoved:
    """From one law to another: scores, doors and the court's list, each before and after."""

    scores: tuple[tuple[Agency, int, int], ...]
    doors: tuple[tuple[Door, int, int], ...]
    listed: tuple[int, int] | None

    @property
    def is_nothing(self) -> bool:
        """Whether the year stays what it was."""
        return not (self.scores or self.doors or self.listed)

    @property
    def turned_round(self) -> LifeMoved:
        """From the other law to the one."""
        return LifeMoved(
            tuple((agency, after, before) for agency, before, after in self.scores),
            tuple((door, after, before) for door, before, after in self.doors),
            self.listed and (self.listed[1], self.listed[0]),
        )

    @classmethod
    def between(cls, before: Life, after: Life) -> LifeMoved:
        """Only what differs."""
        by_agency, by_door = agencies.catalogue(), sanctions.doors()
        lists = (before.listed, after.listed)
        return cls(
            tuple(
                (by_agency[one], was, after.scores[one])
                for one, was in before.scores.items()
                if was != after.scores[one]
            ),
            tuple(
                (door, before.doors[one], after.doors[one])
                for one, door in by_door.items()
                if before.doors[one] != after.doors[one]
            ),
            lists if before.listed != after.listed else None,
        )


def catalogue() -> Mapping[str, Adoptee]:
    """All who can be adopted, in the order of the file. Raises `SeedFault`."""
    return _file().residents


def life_under(one: Adoptee, law: Mapping[str, Value]) -> Life:
    """Their year under a law."""
    judged, who = _judged(tuple(sorted(law.items()))), one.number
    return Life(
        scores={
            name: int(of[who]) for name, of in judged.scores.items() if judged.rated[name][who]
        },
        doors={name: int(of[who]) for name, of in judged.doors.items()},
        listed=int(judged.listed[who]),
        by_companies=int(judged.by_companies[who]),
        praised=int(judged.praised[who]),
        scorings=judged.scorings,
    )


def traits_of(one: Adoptee) -> tuple[tuple[Localized, Localized], ...]:
    """What sets their life apart, in the words of the synthetic town: traits and groups."""
    traits = lab.lives().traits.items()
    return tuple((trait.title, trait.groups[one.traits[name]].title) for name, trait in traits)


def year_of() -> Year:
    """The year that all of them lived."""
    return _lived(_file().town)


def _file() -> Adoptees:
    return load("adoptions.yaml", Adoptees, _check)


@lru_cache(maxsize=2)
def _lived(town: LivedTown) -> Year:
    return lab.live(town.residents, town.days, town.seed)


@lru_cache(maxsize=KEPT)
def _judged(law: Said) -> Judged:
    return lab.judge(year_of(), dict(law))


def _check(file: Adoptees) -> Iterator[Complaint]:
    """Whether they are who their words say they are."""
    year, known = _lived(file.town), lab.lives().traits
    for name, one in file.residents.items():
        if one.number >= file.town.residents:
            number = f"there is no resident {one.number}"
            yield Complaint(("residents", name, "number"), number, f"less than {year.residents}")
            continue
        drawn = {t: list(known[t].groups)[year.groups[t][one.number]] for t in known}
        if one.traits != drawn:
            said = ", ".join(f"{trait}: {group}" for trait, group in drawn.items())
            yield Complaint(("residents", name, "traits"), "the town drew others", said)
