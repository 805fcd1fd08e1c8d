"""A person's circle as they see it, as a newcomer finds it, and as a score may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring import Fact
from services.kernel.paging import Page, page_of
from services.kernel.town import ParticipantId, Randomness, Town
from services.law import switchboard
from services.people.identity import Neighbour, by_id, by_name
from services.social.friends.records import Friendship, FriendshipState, between, graph, of_person
from services.social.friends.service import acquaint
from services.social.friends.standing import standings
from services.social.kin import Relative, kin_of

PAGE_SIZE = 30  # friends on one page
FIRST_FRIENDS = 2  # a newcomer knows two people already


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Whom somebody has: friends, family, and questions not yet answered."""

    me: ParticipantId
    friends: Page[Friendship]
    asked_me: tuple[Friendship, ...]
    asked_by_me: tuple[Friendship, ...]
    family: tuple[Relative, ...]
    counts: bool  # whether the law in force lets scores read one's friends


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """One person as somebody sees them: who it is, and what is between the two."""

    me: ParticipantId
    neighbour: Neighbour
    friendship: Friendship | None
    kin: Relative | None


def overview(town: Town, page: int = 0) -> Circle:
    """The asker's circle. A page beyond the last shows the last."""
    me = town.actor.pid
    mine = of_person(town, me)
    friends = [f for f in mine if f.state == FriendshipState.FRIENDS]
    return Circle(
        me=me,
        friends=page_of(friends, page, PAGE_SIZE),
        asked_me=tuple(f for f in mine if f.state == FriendshipState.ASKED and f.asked == me),
        asked_by_me=tuple(f for f in mine if f.state == FriendshipState.ASKED and f.asker == me),
        family=tuple(kin_of(town, me)),
        counts=switchboard.is_on(town, switchboard.Switch.FRIENDS),
    )


def meet(town: Town, participant_id: str) -> Acquaintance:
    """One person of the town. Raises `NobodyOfThatName`."""
    return _acquaintance(town, by_id(town, participant_id))


def meet_by_name(town: Town, name: str) -> Acquaintance:
    """The same by name. Raises `NobodyOfThatName`."""
    return _acquaintance(town, by_name(town, name))


def arrive(
    town: Town, who: ParticipantId, name: str, hosts: Sequence[ParticipantId]
) -> list[ParticipantId]:
    """Let somebody have two friends among the hosts since now, by the town's own chance."""
    chance = Randomness(town.workshop.secret, f"friends|{name}")
    free = [host for host in hosts if host != who]
    chosen: list[ParticipantId] = []
    while free and len(chosen) < FIRST_FRIENDS:
        chosen.append(free.pop(chance.below(len(free))))
    return [host for host in chosen if acquaint(town, who, host)]


def standing_facts(
    town: Town,
    people: Iterable[ParticipantId],
    as_of: int,
    base_scores: Mapping[ParticipantId, int],
) -> dict[ParticipantId, list[Fact]]:
    """What friends bring to each person's score as of a town time.

    `base_scores`: what the conduct of their friends earns, evaluated under `conduct_law`; see
    `services.social.friends.standing` for why nothing else may be passed.
    """
    return standings(graph(town, people, as_of), base_scores, as_of)


def _acquaintance(town: Town, neighbour: Neighbour) -> Acquaintance:
    me = town.actor.pid
    kin = (one for one in kin_of(town, me) if one.participant_id == neighbour.participant_id)
    friendship = between(town, me, neighbour.participant_id)
    return Acquaintance(me, neighbour, friendship, next(kin, None))
