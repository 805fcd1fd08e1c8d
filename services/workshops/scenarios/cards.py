"""Scenario cards as data: `seeds/scenarios/*.yaml`. A card names a verb and its parameters.

A card that is wrong is refused when it is read, with its file and what to write instead, not when
a facilitator plays it in front of a room.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

SCENARIOS = Path(__file__).parents[3] / "seeds" / "scenarios"
FIELDS = frozenset({"format", "id", "rank", "provenance", "source", "verb", "parameters"})
# What each verb of `plays` takes. A whole number each; a share count may be left out.
PARAMETERS = {
    "gala": frozenset({"amount_fen", "shares"}),
    "judgment_served": frozenset({"amount_fen", "days"}),
    "judgment_not_paid": frozenset({"amount_fen"}),
    "judgment_paid": frozenset[str](),
    "publish_lists": frozenset[str](),
    "licence_review": frozenset[str](),
}


class Provenance(StrEnum):
    """How well a mechanic is evidenced."""

    NATIONAL_RULE = "national_rule"
    LOCAL_PILOT = "local_pilot"
    REPORTED_ONCE = "reported_once"
    CONTESTED = "contested"
    INVENTED = "invented"


class CardFault(Exception):
    """A card that cannot be played; the words say which file, what is wrong, what to write."""


@dataclass(frozen=True, slots=True)
class Card:
    """One scenario card. Its title and story are words of the locales, by its id."""

    card_id: str
    rank: int
    provenance: Provenance
    source: str
    verb: str
    parameters: Mapping[str, int]


@lru_cache(maxsize=4)
def cards(folder: Path = SCENARIOS) -> tuple[Card, ...]:
    """All cards of a folder, in the panel's order. Raises `CardFault`."""
    found = [_read(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda card: (card.rank, card.card_id)))


def _read(path: Path) -> Card:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("format") != "scenario/1":
        raise CardFault(f"{path.name}: begin with `format: scenario/1`")
    if wrong := raw.keys() ^ FIELDS:
        raise CardFault(f"{path.name}: {sorted(wrong)}: write exactly {sorted(FIELDS)}")
    if raw["id"] != path.stem:
        raise CardFault(f"{path.name}: id must be {path.stem!r}, as the file is called")
    if raw["provenance"] not in list(Provenance):
        raise CardFault(f"{path.name}: provenance must be one of {[p.value for p in Provenance]}")
    if not raw["source"]:
        raise CardFault(f"{path.name}: name the source, or say that it is invented")
    return Card(
        raw["id"],
        _whole(path, raw, "rank"),
        Provenance(raw["provenance"]),
        raw["source"],
        raw["verb"],
        _parameters(path, raw),
    )


def _parameters(path: Path, raw: Mapping[str, Any]) -> Mapping[str, int]:
    takes = PARAMETERS.get(raw["verb"])
    if takes is None:
        raise CardFault(f"{path.name}: verb must be one of {sorted(PARAMETERS)}")
    given = raw["parameters"] or {}
    if unknown := given.keys() - takes:
        raise CardFault(f"{path.name}: {sorted(unknown)}: {raw['verb']} takes {sorted(takes)}")
    return {name: _whole(path, given, name) for name in given}


def _whole(path: Path, raw: Mapping[str, Any], name: str) -> int:
    value = raw[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise CardFault(f"{path.name}: {name} must be a whole number, not {value!r}")
    return value
