"""The families that come with the personas: `seeds/kin.yaml` and the town's own chance.

Whoever arrives brings one tie at the most, to somebody who is there already: no family can close
into a ring, and nobody is their own grandparent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from services.kernel.town import Randomness
from services.people.identity import neighbours
from services.social.kin.events import KinArrived
from services.social.kin.queries import Relation, Relative, families_of
from services.social.kin.service import tie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.kernel.time import TownTime
    from services.kernel.town import ParticipantId, Town

SEEDS = Path(__file__).parents[3] / "seeds" / "kin.yaml"
PERCENT = 100
PARENTS_MAX = 2


@dataclass(frozen=True, slots=True)
class Families:
    """What the file says."""

    residents: tuple[tuple[str, Relation, str], ...]  # (habit, is what, of habit)
    related_percent: int
    is_to_them: Mapping[Relation, int]


@lru_cache(maxsize=2)
def families(path: Path = SEEDS) -> Families:
    """The file, read once."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    newcomers = raw["newcomers"]
    return Families(
        tuple((row["one"], Relation(row["tie"]), row["other"]) for row in raw["residents"]),
        newcomers["related_percent"],
        {Relation(name): percent for name, percent in newcomers["is_to_them"].items()},
    )


def settle_families(town: Town, by_habit: Mapping[str, ParticipantId]) -> None:
    """Relate the town's first residents as the file says. Twice is once."""
    for one, relation, other in families().residents:
        if one in by_habit and other in by_habit:
            tie(town, by_habit[one], relation, by_habit[other])


def arrive(town: Town, who: ParticipantId, name: str, since: TownTime) -> Relative | None:
    """A newcomer is somebody's relative, if chance will have it; the relative is told."""
    chance = Randomness(town.workshop.secret, f"kin|{name}")
    others = [other for other in neighbours(town) if other.participant_id != who]
    kin = families_of(town, [who, *(other.participant_id for other in others)])
    if kin[who] or chance.below(PERCENT) >= families().related_percent:
        return None
    relation = _drawn(chance, families().is_to_them)
    willing = [other for other in others if _has_room(kin[other.participant_id], relation)]
    if not willing:
        return None
    relative = willing[chance.below(len(willing))]
    tie(town, relative.participant_id, relation, who, since=since)
    town.emit(KinArrived(relative.participant_id, who, name, relation.turned))
    return Relative(relative.participant_id, relative.name, relation, since)


def _drawn(chance: Randomness, weights: Mapping[Relation, int]) -> Relation:
    lots = [relation for relation, weight in weights.items() for _ in range(weight)]
    return lots[chance.below(len(lots))]


def _has_room(family: list[Relative], relation: Relation) -> bool:
    """Whether somebody with this family may be the newcomer's `relation`."""
    theirs = [kin.relation for kin in family]
    match relation:
        case Relation.SPOUSE:
            return Relation.SPOUSE not in theirs
        case Relation.CHILD:  # the newcomer would be one parent more to them
            return theirs.count(Relation.PARENT) < PARENTS_MAX
        case Relation.PARENT:
            return True
