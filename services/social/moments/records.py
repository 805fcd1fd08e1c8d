"""Moments as somebody sees them: their own and their friends', nobody's past a block."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.paging import Page, page_of
from services.kernel.time import Moment as TownMoment
from services.kernel.town import ParticipantId, Town
from services.people import blocks
from services.people.identity import PEOPLE, with_names
from services.social import friends
from services.social.friends import FriendshipState
from services.social.messaging import Enclosure, Kind
from services.social.moments.tables import moment_comments, moment_likes, moments

PAGE = 5


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said to a moment."""

    author: ParticipantId
    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment with what others made of it."""

    moment_id: int
    author: ParticipantId
    author_name: str
    words: str
    photo: Enclosure | None
    at: TownMoment
    likes: tuple[str, ...]  # names
    comments: tuple[Comment, ...]
    is_mine: bool
    is_liked: bool  # by the one who looks


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of moments, the newest first."""

    page: Page[Moment]
    friends: int  # how many see what one posts


def feed(town: Town, page: int = 0) -> Feed:
    """The actor's own moments and their friends'. A page beyond the last shows the last."""
    circle = _circle(town)
    query = select(moments.c.moment_id).where(
        moments.c.workshop_id == town.workshop_id,
        moments.c.author.in_([*circle, town.actor.pid]),
    )
    numbers = town.conn.scalars(query.order_by(moments.c.moment_id.desc())).all()
    shown = page_of(numbers, page, PAGE)
    found = tuple(find_moment(town, number) for number in shown.items)
    return Feed(Page(found, shown.number, shown.pages, shown.total), len(circle))


def find_moment(town: Town, moment_id: int) -> Moment:
    """A moment that the actor may see. Raises `Outdated`."""
    found = moment_card(town, moment_id)
    if not found.is_mine and found.author not in _circle(town):
        raise Outdated
    return found


def moment_card(town: Town, moment_id: int) -> Moment:
    """A moment of this town, whoever looks. Raises `Outdated`."""
    query = with_names(select(moments), author=moments.c.author).where(
        moments.c.workshop_id == town.workshop_id,
        moments.c.moment_id == moment_id,
    )
    row = town.conn.execute(query).one_or_none()
    if row is None:
        raise Outdated
    unheard = blocks.not_heard(town, row.author)
    likes = {who: name for who, name in _likes(town, moment_id) if who not in unheard}
    return Moment(
        moment_id=moment_id,
        author=row.author,
        author_name=row.author_name,
        words=row.words,
        photo=Enclosure(kind=Kind.PHOTO, handle=row.photo, bot_id=row.photo_bot)
        if row.photo
        else None,
        at=TownMoment(row.posted_town_s),
        likes=tuple(likes.values()),
        comments=_comments(town, moment_id, unheard),
        is_mine=row.author == town.actor.participant_id,
        is_liked=town.actor.participant_id in likes,
    )


def _circle(town: Town) -> frozenset[ParticipantId]:
    me = town.actor.pid
    mine = friends.of_person(town, me)
    close = {one.other(me) for one in mine if one.state == FriendshipState.FRIENDS}
    return frozenset(close - blocks.not_heard(town, me))


def _likes(town: Town, moment_id: int) -> list[tuple[ParticipantId, str]]:
    rows = town.conn.execute(
        select(PEOPLE.c.participant_id, PEOPLE.c.name)
        .join(moment_likes, moment_likes.c.participant_id == PEOPLE.c.participant_id)
        .where(moment_likes.c.moment_id == moment_id)
        .order_by(PEOPLE.c.name_key)
    )
    return [(ParticipantId(who), name) for who, name in rows]


def _comments(
    town: Town, moment_id: int, without: Collection[ParticipantId]
) -> tuple[Comment, ...]:
    said = moment_comments.c
    query = with_names(select(said.author, said.words), author=said.author)
    rows = town.conn.execute(query.where(said.moment_id == moment_id).order_by(said.comment_id))
    return tuple(
        Comment(row.author, row.author_name, row.words) for row in rows if row.author not in without
    )
