"""The families that come with the personas: `seeds/kin.yaml` and the town's own chance.

Whoever arrives brings one tie at the most, to somebody who is there already: no family can close
into a ring, and nobody is their own grandparent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from scoring.document import Id, Provenance, Strict
from scoring.rule_checks import Complaint
from services.kernel.seeds import LOOSE, PERCENT, Percent, load
from services.kernel.time import TownTime
from services.kernel.town import Event, ParticipantId, Randomness, Town
from services.people.identity import Neighbour, neighbours
from services.social.kin.service import Relation, Relative, families_of, tie


@dataclass(frozen=True, slots=True)
class KinArrived(Event):
    """Somebody's relative has come to town; `relation`: what the newcomer is to them."""

    who: ParticipantId
    newcomer: ParticipantId
    newcomer_name: str
    relation: Relation


PARENTS_MAX = 2

_Relation = Annotated[Relation, LOOSE]


class Tie(Strict):
    """Who is what of whom: residents by their habits."""

    one: Id
    tie: _Relation
    other: Id


class Newcomers(Strict):
    """How many are related to somebody, and what these are to them, percent."""

    related_percent: Percent
    is_to_them: dict[_Relation, Percent]


class Families(Strict):
    """The whole file."""

    format: Literal["kin/1"]
    provenance: Provenance
    residents: tuple[Tie, ...]
    newcomers: Newcomers


def families() -> Families:
    """The families of every town. Raises `SeedFault`."""
    return load("kin.yaml", Families, _check)


def settle_families(town: Town, by_habit: Mapping[str, ParticipantId]) -> None:
    """Relate the town's first residents as the file says. Twice is once."""
    for row in families().residents:
        if row.one in by_habit and row.other in by_habit:
            tie(town, by_habit[row.one], row.tie, by_habit[row.other])


def arrive(town: Town, who: ParticipantId, name: str, since: TownTime) -> Relative | None:
    """A newcomer is somebody's relative, if chance will have it; the relative is told."""
    chance = Randomness(town.workshop.secret, f"kin|{name}")
    others = [other for other in neighbours(town) if other.participant_id != who]
    kin = families_of(town, [who, *(other.participant_id for other in others)])
    if kin[who] or chance.below(PERCENT) >= families().newcomers.related_percent:
        return None
    relation = _drawn(chance, families().newcomers.is_to_them)
    willing = [other for other in others if _has_room(kin[other.participant_id], relation)]
    if not willing:
        return None
    relative = willing[chance.below(len(willing))]
    tie(town, relative.participant_id, relation, who, since=since)
    town.emit(KinArrived(relative.participant_id, who, name, relation.turned))
    return Relative(relative.participant_id, relative.name, relation, since)


def have_parent(town: Town, child: Neighbour, parent: Neighbour) -> None:
    """Let somebody of the town be another's parent, and tell the child. Twice is once."""
    if tie(town, parent.participant_id, Relation.PARENT, child.participant_id):
        come = (child.participant_id, parent.participant_id, parent.name)
        town.emit(KinArrived(*come, Relation.PARENT))


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


def _check(file: Families) -> Iterator[Complaint]:
    total = sum(file.newcomers.is_to_them.values())
    if total != PERCENT:
        place = ("newcomers", "is_to_them")
        yield Complaint(place, f"they add up to {total}", f"{PERCENT} percent in all")
