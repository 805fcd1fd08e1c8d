"""Several changes of law at once, tried on small towns while people wait: a town a step.

Nobody could live ahead what somebody may yet combine (ADR 0025). So there are fewer residents than
for single changes, not fewer seeds; each step costs less than a tenth of a second. What is kept in
between is one text; the same laws give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from services.law.switchboard import Value
from services.workshops.lab.bands import GroupBands, read_bands
from services.workshops.lab.judging import judge
from services.workshops.lab.living import live
from services.workshops.lab.trials import SEEDS, effects, groups, rows_of

RESIDENTS, DAYS, TOWNS = 256, 365, 20


@dataclass(frozen=True, slots=True)
class Tried:
    """How far it is; by group, once all towns are lived, what the changes do."""

    towns: int
    groups: Mapping[str, GroupBands]

    @property
    def is_whole(self) -> bool:
        """Whether all towns have been lived."""
        return self.towns >= TOWNS


def begun(before: Mapping[str, Value], instead: Mapping[str, Value]) -> str:
    """What is kept before the first town: the whole law, and what shall stand otherwise."""
    return _written({"before": dict(before), "instead": dict(instead), "towns": [], "people": []})


def is_of(kept: str, before: Mapping[str, Value], instead: Mapping[str, Value]) -> bool:
    """Whether what is kept is about these laws."""
    said = json.loads(kept)
    return bool(said["before"] == dict(before) and said["instead"] == dict(instead))


def one_more(kept: str) -> str:
    """The same after one more town; as it is where all have been lived."""
    said = json.loads(kept)
    if len(said["towns"]) < TOWNS:
        year, law = live(RESIDENTS, DAYS, SEEDS[len(said["towns"])]), said["before"]
        now, then = (judge(year, one, scorings=1) for one in (law, {**law, **said["instead"]}))
        said["towns"].append(effects(year, now, then))
        said["people"].append({name: int(mine.sum()) for name, mine in groups(year).items()})
    return _written(said)


def tried(kept: str) -> Tried:
    """What is known by now."""
    said = json.loads(kept)
    towns = len(said["towns"])
    if towns < TOWNS:
        return Tried(towns, {})
    people = {name: min(one[name] for one in said["people"]) for name in said["people"][0]}
    rows = rows_of(said["towns"])
    return Tried(towns, {name: read_bands(people[name], row) for name, row in rows.items()})


def _written(said: Mapping[str, object]) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"))
