"""Habits as data: `seeds/residents.yaml`. Knows nothing of what is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sentence, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import PERCENT, Natural, Percent, Span, known, load
from services.living.seats import PersonaSeed

if TYPE_CHECKING:
    from services.kernel.town import Randomness, Town

Lines = Localized[Annotated[tuple[Sentence, ...], Field(min_length=1)]]


class Occasion(Strict):
    """How often somebody acts when there is occasion to, and after how many town minutes."""

    percent: Percent
    after: Span


class Payments(Occasion):
    """The same of payments: `declines` are percent of those that are not accepted at once."""

    declines: Percent


class Thousandths(Strict):
    """How much of the wallet is given at once."""

    payment: Span
    envelope: Span


class Phrases(Strict):
    """What somebody says."""

    notes: Lines
    wishes: Lines
    messages: Lines
    talks: Lines


class Habit(Strict):
    """How one kind of resident lives. `a_day` maps an act to its percent a town day."""

    a_day: dict[Id, Natural]
    thousandths: Thousandths
    opens: Occasion
    accepts: Payments
    picks_up: Occasion
    replies: Occasion
    befriends: Occasion
    honours: Percent  # of the judgments, before they are due
    keeps: Span  # town minutes for which a hired thing is out
    phrases: Phrases


class Role(PersonaSeed):
    """One of the twelve."""

    habit: Id


class Script(Strict):
    """All that is written down about a town's residents."""

    format: Literal["residents/1"]
    roles: tuple[Role, ...] = Field(alias="residents")
    habits: dict[Id, Habit]
    replies: Lines
    welcome: Lines
    welcome_note: Localized


def script() -> Script:
    """Who lives in every town, and how. Raises `SeedFault`."""
    return load("residents.yaml", Script, _check)


def happens(chance: Randomness, percent: int) -> bool:
    """Whether something of that likelihood happens."""
    return chance.below(PERCENT) < percent


def one_of(chance: Randomness, words: tuple[str, ...]) -> str:
    """One of some words."""
    return words[chance.below(len(words))]


def spoken(town: Town, chance: Randomness, *lines: Lines) -> str:
    """One of some lines, in the town's language."""
    language = town.workshop.language
    return one_of(chance, tuple(words for some in lines for words in some.in_(language)))


def _check(file: Script) -> Iterator[Complaint]:
    for index, role in enumerate(file.roles):
        yield from known(("residents", index, "habit"), role.habit, file.habits)
