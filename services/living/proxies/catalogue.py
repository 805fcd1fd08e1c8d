"""Proxies as data: `seeds/proxies.yaml` read into values. Knows nothing of who is guessed about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEDS = Path(__file__).parents[3] / "seeds" / "proxies.yaml"
PER_MILLE = 1_000
WHOLE_DAY = (0, 24)
MEASURES = ("count", "mean")


@dataclass(frozen=True, slots=True)
class Habit:
    """A fact that lives leave of an evening."""

    fact: str
    trait: str
    with_per_mille: int
    without_per_mille: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Proxy:
    """A guess: from which facts, by which measure, at what claimed error."""

    id: str
    trait: str
    reads: tuple[str, ...]
    hours: tuple[int, int]  # of the day, the first included
    measure: str
    at_least: int
    window_days: int
    error_per_mille: int
    provenance: str
    source: str

    @property
    def confidence(self) -> int:
        """What the machine says of itself, per mille."""
        return PER_MILLE - self.error_per_mille

    def measured(self, count: int, total: int) -> int:
        """What the facts measure: how many, or their mean amount rounded down."""
        return count if self.measure == "count" else total // count


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole file. `traits` maps a trait to how many in 1000 have it."""

    traits: Mapping[str, int]
    habits: tuple[Habit, ...]
    proxies: tuple[Proxy, ...]


@lru_cache(maxsize=2)
def catalogue(path: Path = SEEDS) -> Catalogue:
    """The file, read once. Raises `KeyError` or `ValueError` when it is not as its head says."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    traits = {name: given["per_mille"] for name, given in raw["traits"].items()}
    return Catalogue(
        traits,
        tuple(_habit(row, traits) for row in raw["habits"]),
        tuple(_proxy(row, traits) for row in raw["proxies"]),
    )


def _habit(row: Mapping[str, Any], traits: Mapping[str, int]) -> Habit:
    least, most = row["amount"]
    habit = Habit(
        row["fact"], row["trait"], row["with_per_mille"], row["without_per_mille"], least, most
    )
    if habit.trait not in traits or not 0 <= least <= most:
        raise ValueError(f"{habit.fact}: its trait must be listed and its amounts in order")
    return habit


def _proxy(row: Mapping[str, Any], traits: Mapping[str, int]) -> Proxy:
    first, end = row.get("hours", WHOLE_DAY)
    given = {key: value for key, value in row.items() if key not in {"hours", "reads"}}
    proxy = Proxy(reads=tuple(row["reads"]), hours=(first, end), **given)
    is_sound = (
        proxy.trait in traits
        and proxy.measure in MEASURES
        and proxy.at_least > 0
        and 0 <= proxy.error_per_mille <= PER_MILLE
    )
    if not is_sound:
        raise ValueError(f"{proxy.id}: trait, measure, at_least or error_per_mille is not right")
    return proxy
