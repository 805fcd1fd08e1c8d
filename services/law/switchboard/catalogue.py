"""Which switches there are, what each may be set to, and what holds before anybody sets it.

Owns the reading of `seeds/law/switches.yaml`. Its words are the locales' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

SEEDS = Path(__file__).parents[3] / "seeds/law/switches.yaml"
PROVENANCES = frozenset({"national_rule", "local_pilot", "reported_once", "contested", "invented"})

Value = str | int


class Switch(StrEnum):
    """What the law can decide."""

    EXPLANATION = "explanation"
    FRIENDS = "friends"
    PROXIES = "proxies"
    KIN = "kin"
    PETTY = "petty"
    STANDARD_BANDS = "standard_bands"
    LEADERBOARD = "leaderboard"
    RESCORING_DAY = "rescoring_day"
    COMPANY_LISTS = "company_lists"
    CAMERA_BOARD = "camera_board"


class LawFault(Exception):
    """A catalogue that cannot be law; the words say what is wrong and what to write."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One switch: its values in order, the one that holds from the start, its evidence."""

    switch: Switch
    default: Value
    values: tuple[Value, ...]
    provenance: str
    source: str

    @property
    def is_number(self) -> bool:
        """Whether its values are whole numbers, from the first to the last."""
        return isinstance(self.default, int)

    @property
    def is_on_off(self) -> bool:
        """Whether it lets something be or forbids it."""
        return self.values == ("on", "off")

    def read(self, typed: str) -> Value | None:
        """The value that was typed or kept; None where it is not one of them."""
        wanted = typed.strip().lower()
        for value in self.values:
            if str(value) == wanted:
                return value
        return None


@lru_cache(maxsize=2)
def catalogue(path: Path = SEEDS) -> Mapping[Switch, Setting]:
    """All switches, in the order in which they are shown. Raises `LawFault`."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("format") != "law/1":
        raise LawFault(f"{path.name}: begin with `format: law/1`")
    given = raw["switches"]
    if wrong := given.keys() ^ {switch.value for switch in Switch}:
        raise LawFault(f"{path.name}: {sorted(wrong)}: write exactly {[s.value for s in Switch]}")
    return {Switch(name): _setting(path, Switch(name), one) for name, one in given.items()}


def _setting(path: Path, switch: Switch, raw: Mapping[str, Any]) -> Setting:
    where = f"{path.name}: {switch.value}"
    if raw["provenance"] not in PROVENANCES:
        raise LawFault(f"{where}: provenance must be one of {sorted(PROVENANCES)}")
    if not raw["source"]:
        raise LawFault(f"{where}: name the source, or say that it is invented")
    values = _values(raw)
    if any(isinstance(value, bool) for value in values):
        raise LawFault(f'{where}: write "on" and "off" in quotes')
    if raw["default"] not in values:
        raise LawFault(f"{where}: default must be one of its values, not {raw['default']!r}")
    return Setting(switch, raw["default"], values, raw["provenance"], raw["source"])


def _values(raw: Mapping[str, Any]) -> tuple[Value, ...]:
    if "range" in raw:
        low, high = raw["range"]
        return tuple(range(low, high + 1))
    return tuple(raw["values"])
