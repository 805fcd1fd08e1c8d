"""One person as somebody sees them: what is between the two, and what is public. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import ParticipantId, Town
from services.people import blocks
from services.people.identity import Neighbour, by_id, by_name
from services.social import ratings
from services.social.friends import Friendship, between
from services.social.kin import Relation, kin_of
from services.standing import listings
from services.standing.listings import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person of the town. `lists`: the town's own, as last published."""

    me: ParticipantId
    neighbour: Neighbour
    friendship: Friendship | None
    kin: Relation | None
    lists: tuple[tuple[Colour, str], ...]  # with the agency that keeps it
    is_blocked: bool  # by the one who looks
    repute: ratings.Repute
    to_rate: int | None  # a deal with them that waits for the looker's stars


def look(town: Town, participant_id: str) -> Profile:
    """One person of the town, by id. Raises `NobodyOfThatName`."""
    return _profile(town, by_id(town, participant_id))


def look_up(town: Town, name: str) -> Profile:
    """The same by name. Raises `NobodyOfThatName`."""
    return _profile(town, by_name(town, name))


def block(town: Town, participant_id: str) -> Profile:
    """Hear nothing more from somebody. Raises what `services.people.blocks.block` raises."""
    blocks.block(town, participant_id)
    return look(town, participant_id)


def unblock(town: Town, participant_id: str) -> Profile:
    """Take that back. Raises `NobodyOfThatName`."""
    blocks.unblock(town, participant_id)
    return look(town, participant_id)


def _profile(town: Town, neighbour: Neighbour) -> Profile:
    me, who = town.actor.pid, neighbour.participant_id
    lists = dict.fromkeys(
        (colour, one.agency)
        for colour, found in listings.public(town).items()
        for one in found
        if one.participant_id == who and not one.is_companys
    )
    waiting = (one.deal_id for one in ratings.waiting_for(town, me) if one.other == who)
    kin = (one.relation for one in kin_of(town, me) if one.participant_id == who)
    return Profile(
        me=me,
        neighbour=neighbour,
        friendship=between(town, me, who),
        kin=next(kin, None),
        lists=tuple(lists),
        is_blocked=blocks.is_blocked(town, who),
        repute=ratings.repute_of(town, neighbour),
        to_rate=next(waiting, None),
    )
