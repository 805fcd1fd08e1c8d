"""What one person sees of a motion, and may do about it."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import Town, UnitOfWork, office
from services.people.identity import own_town
from services.social import groups
from services.social.groups import Group
from services.workshops import truth
from services.workshops.truth import DelayCost
from services.workshops.votes.anew import may_be_put_anew, reversal
from services.workshops.votes.moving import second, withdraw
from services.workshops.votes.records import Motion, MotionState, find, has_seconded
from services.workshops.votes.waiting import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionPage:
    """A motion; `groups`: in whose name its mover may put it. Costs are for the desk alone."""

    motion: Motion
    is_mover: bool = False
    may_second: bool = False
    may_run: bool = False
    groups: tuple[Group, ...] = ()
    costs: tuple[DelayCost, ...] = ()
    may_reverse: bool = False
    may_put_anew: bool = False


def page(uow: UnitOfWork, number: int) -> MotionPage:
    """A motion as the visitor finds it. Raises `NotInTown`, `NoSuchMotion`."""
    town = own_town(uow)
    if town.actor.participant_id is None:
        return desk_page(town, number)
    motion, me = find(town, number), town.actor.pid
    is_mover = motion.mover == me
    waits = motion.state in {MotionState.PUT, MotionState.SECONDED, MotionState.DEBATE}
    mine = groups.groups_of(town, me) if is_mover and not motion.is_fixed else []
    return MotionPage(
        motion=motion,
        is_mover=is_mover,
        may_second=waits and not is_mover and not has_seconded(town, number, me),
        groups=tuple(g for g in mine if g.is_member(me) and g.group_id != motion.group_id),
    )


def seconded(town: Town, number: int) -> MotionPage:
    """Second a motion, and see how it stands. Raises what `second` raises."""
    second(town, number)
    return page(town, number)


def taken_back(town: Town, number: int) -> MotionPage:
    """Take a motion back, and see how it stands. Raises what `withdraw` raises."""
    withdraw(town, number)
    return page(town, number)


def desk_page(town: Town, number: int) -> MotionPage:
    """A motion as whoever runs the town sees it; a decided one with what waiting for it cost."""
    motion = find(town, number)
    if motion.closed is None or not motion.changes:
        return MotionPage(motion=motion, may_run=True, may_put_anew=motion.closed is not None)
    until = min(town.now, in_force(town, motion, motion.closed))
    costs = truth.delay_costs(town.as_actor(office(), key=town.key), motion.put, until)
    return MotionPage(
        motion=motion,
        may_run=True,
        costs=costs,
        may_reverse=bool(reversal(town, motion)),
        may_put_anew=may_be_put_anew(town, motion),
    )
