"""A person's circle as they see it, as a newcomer finds it, and as a score may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring import Fact
from services.kernel.paging import Page, page_of
from services.kernel.town import ParticipantId, Randomness, Town
from services.law import switchboard
from services.social.friends.records import Friendship, FriendshipState, graph, of_person
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
