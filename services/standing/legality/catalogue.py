"""The tests of law as data: `seeds/legality.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Context, Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Name, known, load
from services.standing import sanctions
from services.standing.agencies import AgencyKind

Weight = Annotated[int, Field(ge=1, le=3)]


class Verdict(IntEnum):
    """What a test finds; the worst of a rule's tests is the rule's."""

    LAWFUL = 0
    DOUBTFUL = 1
    FORBIDDEN = 2


class QuestionId(StrEnum):
    """What a rule is asked."""

    BASIS = "basis"
    SPREAD = "spread"
    CONTEXT = "context"
    PROPORTION = "proportion"
    MACHINE = "machine"
    REASONS = "reasons"
    MINORS = "minors"
    SERVED = "served"


class LegalTest(Sourced):
    """A question to a rule, the law that asks it, and what each answer means.

    `fails`: in two or three words what is wrong where it is not lawful.
    """

    title: Localized
    fails: Localized[Name]
    law: Localized
    lawful: Localized
    doubtful: Localized
    forbidden: Localized
    address: Annotated[str, Field(pattern=r"^https://[^\s]+$")]

    def says(self, verdict: Verdict) -> Localized:
        """The words for what it finds."""
        return (self.lawful, self.doubtful, self.forbidden)[verdict]


class DoorWeight(Strict):
    """Which parts of life a door has to do with, and how much it weighs when it is closed."""

    about: Annotated[frozenset[Context], LOOSE]
    weighs: Weight


class RaterWeight(Strict):
    """How grave what a kind of rater goes by is, and who decides there."""

    grave: Weight
    decides: Literal["people", "machine"]


class Legality(Strict):
    """The whole file."""

    format: Literal["legality/1"]
    doors: dict[Id, DoorWeight]
    raters: dict[Annotated[AgencyKind, LOOSE], RaterWeight]
    contexts: dict[Context, Localized[Name]]
    tests: dict[Annotated[QuestionId, LOOSE], LegalTest]


def catalogue() -> Legality:
    """All tests. Raises `SeedFault`."""
    return load("legality.yaml", Legality, _check)


def _check(file: Legality) -> Iterator[Complaint]:
    parts: Mapping[str, tuple[set[str], set[str]]] = {
        "doors": (set(file.doors), set(sanctions.doors())),
        "raters": (set(file.raters), set(AgencyKind)),
        "tests": (set(file.tests), set(QuestionId)),
    }
    for part, (given, wanted) in parts.items():
        for name in sorted(given - wanted):
            yield from known((part, name), name, wanted)
        for name in sorted(wanted - given):
            yield Complaint((part,), f"{name} is missing", "an entry for each")
    read = set().union(*(door.about for door in file.doors.values()))
    for name in sorted(read - set(file.contexts)):
        yield Complaint(("contexts",), f"{name} is missing", "a name for each part of life")
