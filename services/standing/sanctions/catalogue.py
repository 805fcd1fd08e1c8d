"""Which doors there are and what closes them: `seeds/sanctions.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Name, Natural, known, load, named
from services.law.switchboard import Switch, Value
from services.standing import agencies


class Door(Strict):
    """Something that can be closed to somebody; a service or a thing for hire names it.

    `law`: the switch without which it is open to everybody.
    """

    door_id: Id
    title: Localized[Name]
    law: Annotated[Switch, LOOSE] | None = None


class Sanction(Sourced):
    """One rule: who closes which door, and what it is said to rest on."""

    sanction_id: Id
    agency: Id
    closes: Id
    basis: Localized
    row: Annotated[str, Field(pattern=r"^[A-HR]\d\d$")]


class ListSanction(Sanction):
    """Closed to whoever stands on the agency's black list, or to their children."""

    reaches: Literal["self", "child"] = "self"


class ScoreSanction(Sanction):
    """Closed to whoever the agency gives less than so many points."""

    below: Natural


class Sanctions(Strict):
    """The whole file."""

    format: Literal["sanctions/1"]
    doors: Annotated[dict[Id, Door], named("door_id")]
    by_list: Annotated[dict[Id, ListSanction], named("sanction_id")]
    by_score: Annotated[dict[Id, ScoreSanction], named("sanction_id")]


def catalogue() -> Sanctions:
    """All rules, in the file's order. Raises `SeedFault`."""
    return load("sanctions.yaml", Sanctions, _check)


def doors() -> Mapping[str, Door]:
    """All doors by id."""
    return catalogue().doors


def lawful(said: Mapping[str, Value]) -> tuple[list[ListSanction], list[ScoreSanction]]:
    """The rules that a law lets close their doors to anybody: those of lists, those of scores."""
    file, shut = catalogue(), unlocked(said)
    by_list = file.by_list.values() if said[Switch.LIST_SANCTIONS] == "on" else ()
    by_score = file.by_score.values() if said[Switch.SCORE_SANCTIONS] == "on" else ()
    return (
        [one for one in by_list if one.closes not in shut],
        [one for one in by_score if one.closes not in shut],
    )


def unlocked(said: Mapping[str, Value]) -> frozenset[str]:
    """Doors that a law lets nobody close."""
    ruled = ((name, one.law) for name, one in doors().items() if one.law is not None)
    return frozenset(name for name, switch in ruled if said[switch] != "on")


def rule(sanction_id: str) -> Sanction | None:
    """The rule of this name, if there is one."""
    file = catalogue()
    return file.by_list.get(sanction_id) or file.by_score.get(sanction_id)


def _check(file: Sanctions) -> Iterator[Complaint]:
    for part, rules in (("by_list", file.by_list), ("by_score", file.by_score)):
        for name, one in rules.items():
            yield from known((part, name, "agency"), one.agency, agencies.catalogue())
            yield from known((part, name, "closes"), one.closes, file.doors)
    for twice in file.by_list.keys() & file.by_score.keys():
        yield Complaint(("by_score", twice), "a rule of this name is there", "another name")
    used = {one.closes for one in (*file.by_list.values(), *file.by_score.values())}
    for door in file.doors.keys() - used:
        yield Complaint(("doors", door), "nothing closes it", "a rule, or no door")
