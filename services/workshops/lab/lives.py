"""What is written down of the synthetic town: `seeds/lab.yaml`, read and checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import PERCENT, Natural, Percent, Span, known, load, named
from services.law import statutes, switchboard
from services.people.facts import kinds

Share = Annotated[int, Field(ge=0, le=1_000)]  # percent of what is usual


class Group(Strict):
    """One group, and how many in a hundred are in it."""

    title: Localized
    percent: Percent


class Trait(Sourced):
    """One way in which lives differ, by its groups."""

    title: Localized
    groups: Annotated[dict[Id, Group], Field(min_length=1)]


class Friends(Sourced):
    """How many neighbours somebody calls a friend."""

    each: Annotated[int, Field(ge=0, le=20)]


class Follows(Strict):
    """What must have happened before: how often this comes of it, and after how many days."""

    kind: Id
    percent: Percent
    after: Span


class Habit(Strict):
    """How often facts of a kind are made, and what stands in them."""

    kind: Id
    a_year: Natural | None = None
    percent: Percent | None = None  # of all lives, on the first day
    follows: Follows | None = None
    at_most: Annotated[int, Field(ge=1, le=8)] = 1  # on one day
    amount: Span = (0, 0)
    partner: Literal["nobody", "street", "shops"] = "nobody"
    told_by: Id = "super_app"
    by: dict[Id, dict[Id, Share]] = Field(default_factory=dict)


class Lives(Sourced):
    """The whole file."""

    format: Literal["lab/1"]
    friends: Friends
    traits: Annotated[dict[Id, Trait], Field(min_length=1)]
    habits: Annotated[dict[Id, Habit], named("kind")]
    silent: dict[Id, Localized]  # by switch, why it alone moves nothing here


def lives() -> Lives:
    """How the synthetic town lives. Raises `SeedFault`."""
    return load("lab.yaml", Lives, _complaints)


def why_still(change: str) -> tuple[Localized, ...]:
    """Why what a change of law sets moves nothing here; it is written as motions keep it."""
    what, _, value = change.partition("=")
    if what == "preset":
        passed = statutes.statutes_of(statutes.find_preset(value))
    elif what in {"enact", "repeal"}:
        passed = (statutes.find_statute(value),)
    else:
        found = lives().silent.get(what)
        return () if found is None else (found,)
    sets = dict.fromkeys(p.sets.value for one in passed for p in one.provisions.values())
    return tuple(lives().silent[name] for name in sets if name in lives().silent)


def _complaints(file: Lives) -> Iterator[Complaint]:
    yield from _check(file)
    for switch in file.silent:
        yield from known(("silent", switch), switch, {one.value for one in switchboard.Switch})


def _check(file: Lives) -> Iterator[Complaint]:
    for name, trait in file.traits.items():
        total = sum(group.percent for group in trait.groups.values())
        if total != PERCENT:
            place = ("traits", name, "groups")
            yield Complaint(place, f"they add up to {total}", f"{PERCENT} percent in all")
    seen: set[str] = set()
    for kind, habit in file.habits.items():
        at = ("habits", kind)
        yield from known(at, kind, kinds())
        ways = (habit.a_year, habit.percent, habit.follows)
        if sum(way is not None for way in ways) != 1:
            yield Complaint(at, "how often is it", "a_year, percent or follows: one of them")
        if habit.follows is not None:
            yield from known((*at, "follows", "kind"), habit.follows.kind, seen)
        seen.add(kind)
        for name, shares in habit.by.items():
            yield from known((*at, "by", name), name, file.traits)
            groups = file.traits[name].groups if name in file.traits else {}
            for group in shares:
                yield from known((*at, "by", name, group), group, groups)
