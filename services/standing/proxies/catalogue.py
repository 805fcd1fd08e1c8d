"""Proxies as data: `seeds/proxies.yaml`. Knows nothing of who is guessed about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Provenance, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.seeds import PER_MILLE, PerMille, Span, known, load, unique

Positive = Annotated[int, Field(ge=1)]


class Trait(Strict):
    """A ground truth: how many in 1000 of the town it is true of."""

    per_mille: PerMille
    provenance: Provenance


class Habit(Strict):
    """A fact that lives leave of an evening."""

    fact: Id
    trait: Id
    with_per_mille: PerMille
    without_per_mille: PerMille
    amount: Span
    provenance: Provenance


class Proxy(Sourced):
    """A guess: from which facts, by which measure, at what claimed error."""

    id: Id
    trait: Id
    reads: Annotated[tuple[Id, ...], Field(min_length=1)]
    hours: Span = (0, 24)  # of the day, the first included
    measure: Literal["count", "mean"]
    at_least: Positive
    window_days: Positive
    error_per_mille: PerMille

    @property
    def confidence(self) -> int:
        """What the machine says of itself, per mille."""
        return PER_MILLE - self.error_per_mille

    def measured(self, count: int, total: int) -> int:
        """What the facts measure: how many, or their mean amount rounded down."""
        return count if self.measure == "count" else total // count


class Catalogue(Strict):
    """The whole file."""

    format: Literal["proxies/1"]
    traits: dict[Id, Trait]
    habits: tuple[Habit, ...]
    proxies: tuple[Proxy, ...]


def catalogue() -> Catalogue:
    """The traits, habits and proxies of the town. Raises `SeedFault`."""
    return load("proxies.yaml", Catalogue, _check)


def _check(file: Catalogue) -> Iterator[Complaint]:
    yield from unique(("proxies",), (one.id for one in file.proxies))
    for index, habit in enumerate(file.habits):
        yield from known(("habits", index, "trait"), habit.trait, file.traits)
    for index, proxy in enumerate(file.proxies):
        yield from known(("proxies", index, "trait"), proxy.trait, file.traits)
