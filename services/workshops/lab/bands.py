"""What other laws did to the synthetic town over many seeds: `seeds/lab_bands.yaml`, read.

Twenty towns take ten seconds, too long for a person who waits; so `make policy-lab BANDS=1` lives
them ahead and writes down what came out (ADR 0025). Nothing here needs them to be lived again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from scoring.document import Sourced
from scoring.rule_checks import Complaint
from services.kernel.seeds import PER_MILLE, Natural, load
from services.law import switchboard

EVERYBODY = "everybody"
GROUP_MIN, GROUP_FEW = 10, 100  # fewer are not shown; fewer are shown with a warning
MEASURES = ("up", "down", "opened", "closed")  # of scores, and of doors
OPPOSITE = {"repeal": "enact"}
EACH = 3  # the median, and what 5 and 95 in a hundred seeds stay below

Effect: TypeAlias = tuple[int, ...]  # by measure, how many in a thousand of a group
GroupName = Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z]+)?$")]


@dataclass(frozen=True, slots=True)
class Band:
    """How many in a thousand: the median of all seeds, and between what nine in ten of them lie."""

    median: int
    low: int
    high: int

    def holds(self, measured: int) -> bool:
        """Whether a measured number is a hit."""
        return self.low <= measured <= self.high


@dataclass(frozen=True, slots=True)
class GroupBands:
    """What a law does to one group; the fewest who were in it in any of the seeds."""

    people: int
    up: Band
    down: Band
    opened: Band
    closed: Band


class Bands(Sourced):
    """The whole file. Groups are `trait.group`; a law is written as a motion keeps it."""

    format: Literal["lab_bands/1"]
    residents: Natural
    days: Natural
    seeds: tuple[int, ...] = Field(min_length=20)
    measured_seed: int  # a year apart: how many of its numbers lie in their bands
    hits: Natural
    numbers: Natural
    probe: str  # what a small re-run comes to
    people: dict[GroupName, Natural]
    still: tuple[str, ...]  # laws that change no score and no door
    laws: dict[str, dict[GroupName, str]]
    digest: str  # of all the rest


def bands() -> Bands:
    """The file. Raises `SeedFault`."""
    return load("lab_bands.yaml", Bands, _check)


def digest_of(kept: Mapping[str, object]) -> str:
    """The hash of a file's content, all but the hash itself."""
    rest = {name: value for name, value in kept.items() if name != "digest"}
    return sha256(json.dumps(rest, sort_keys=True, default=list).encode()).hexdigest()


def foreseen(change: str) -> dict[str, GroupBands] | None:
    """By group, what one change of law does to whom; None where it was not tried.

    What takes a law back to where a town begins is the mirror of what led away from there.
    """
    file, name = bands(), change
    what, _, value = change.partition("=")
    is_back = what in OPPOSITE
    if is_back:
        name = f"{OPPOSITE[what]}={value}"
    for setting in switchboard.catalogue().values():
        if setting.switch.value == what and value == str(setting.default):
            if setting.is_number:
                return None
            tried = [f"{what}={one}" for one in setting.values if one != setting.default]
            is_back, name = True, next((one for one in tried if one not in file.still), tried[0])
    if name in file.still:
        return {}
    if name not in file.laws:
        return None
    return {
        group: read_bands(file.people[group], map(int, numbers.split()), mirrored=is_back)
        for group, numbers in file.laws[name].items()
    }


def read_bands(people: int, numbers: Iterable[int], *, mirrored: bool = False) -> GroupBands:
    """One group by its row of twelve numbers."""
    said = list(numbers)
    up, down, opened, closed = (
        Band(*said[place : place + EACH]) for place in range(0, len(said), EACH)
    )
    if mirrored:
        return GroupBands(people, down, up, closed, opened)
    return GroupBands(people, up, down, opened, closed)


def _check(file: Bands) -> Iterator[Complaint]:
    if file.digest != digest_of(file.model_dump()):
        yield Complaint(("digest",), "it is not that of the file", "make policy-lab BANDS=1")
    if file.measured_seed in file.seeds:
        yield Complaint(("measured_seed",), "it is one of the seeds", "a seed of its own")
    for law, groups in file.laws.items():
        for group, numbers in groups.items():
            at, said = ("laws", law, group), numbers.split()
            fits = len(said) == len(MEASURES) * EACH and all(one.isdigit() for one in said)
            if not fits or any(int(one) > PER_MILLE for one in said):
                yield Complaint(at, f"{numbers!r} is no row", "twelve numbers up to 1000")
            if group not in file.people:
                yield Complaint(at, f"{group} has no people", "a group of `people`")
