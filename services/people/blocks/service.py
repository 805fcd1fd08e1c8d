"""Blocking and taking it back. Whoever is blocked hears of it when they knock, and not before.

What was under way stays: a payment that waits, a friendship, a group that both are in.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, delete, or_, select

from services.kernel.errors import RuleError
from services.kernel.schema import insert_new
from services.kernel.town import ParticipantId, Town
from services.people.blocks.tables import blocks
from services.people.facts import Fact, record
from services.people.identity import Neighbour, by_id


class BlockSelf(RuleError):
    """Nobody is rid of themself."""


class TakesNothing(RuleError):
    """The other one has blocked the actor. Field: `name`."""


class BlockedByYou(RuleError):
    """The actor has blocked the other one. Field: `name`."""


def block(town: Town, who: str) -> Neighbour:
    """Hear nothing more from somebody. Twice is once. Raises `NobodyOfThatName`, `BlockSelf`."""
    other = by_id(town, who)
    me, them = town.actor.pid, other.participant_id
    if me == them:
        raise BlockSelf
    if insert_new(town.conn, blocks, blocker=me, blocked=them):
        record(town, Fact(me, "person_blocked", counterpart=them))
    return other


def unblock(town: Town, who: str) -> Neighbour:
    """Take it back; where nothing was blocked, nothing changes. Raises `NobodyOfThatName`."""
    other = by_id(town, who)
    me, them = town.actor.pid, other.participant_id
    if town.conn.execute(delete(blocks).where(_is(me, them))).rowcount:
        record(town, Fact(me, "person_unblocked", counterpart=them))
    return other


def require_open(town: Town, to: ParticipantId) -> None:
    """Refuse what would go to somebody past a block. Raises `TakesNothing`, `BlockedByYou`.

    One's own block counts too: nobody writes to where no answer can come from.
    """
    me = town.actor.participant_id
    if me is None:
        return
    found = set(town.conn.scalars(select(blocks.c.blocker).where(or_(_is(to, me), _is(me, to)))))
    if to in found:
        raise TakesNothing(name=by_id(town, to).name)
    if found:
        raise BlockedByYou(name=by_id(town, to).name)


def is_blocked(town: Town, who: ParticipantId) -> bool:
    """Whether the actor blocks somebody."""
    return town.conn.scalar(select(blocks.c.blocker).where(_is(town.actor.pid, who))) is not None


def not_heard(town: Town, who: ParticipantId) -> frozenset[ParticipantId]:
    """Between whom and somebody there is a block, whoever made it."""
    rows = town.conn.execute(
        select(blocks.c.blocker, blocks.c.blocked).where(
            or_(blocks.c.blocker == who, blocks.c.blocked == who)
        )
    )
    return frozenset(ParticipantId(one if other == who else other) for one, other in rows)


def forget_blocks(town: Town, who: ParticipantId) -> None:
    """Somebody left: another may live on under their name, and nobody is blocked for them."""
    town.conn.execute(delete(blocks).where(or_(blocks.c.blocker == who, blocks.c.blocked == who)))


def _is(blocker: ParticipantId, blocked: ParticipantId) -> ColumnElement[bool]:
    return and_(blocks.c.blocker == blocker, blocks.c.blocked == blocked)
