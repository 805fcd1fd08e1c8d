"""Posting, liking, commenting, taking back. Nobody is rung: who looks sees, and whoever posted
sees it on their own card.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select

from services.kernel.errors import Outdated, RuleError
from services.kernel.schema import insert_new
from services.kernel.town import Event, ParticipantId, Town
from services.people.facts import Fact, record
from services.social import messaging, moderation
from services.social.messaging import Enclosure
from services.social.moments.records import Moment, find_moment
from services.social.moments.tables import moment_comments, moment_likes, moments

TEXT_MAX = 1_000  # characters
COMMENT_MAX = 200


class MomentTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


class CommentTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


class MomentGone(RuleError):
    """Whoever posted it took it back, or is no friend any more."""


@dataclass(frozen=True, slots=True)
class MomentChanged(Event):
    """Somebody liked or commented a moment, or took it back."""

    moment_id: int


def post(town: Town, text: str, photo: Enclosure | None = None) -> Moment | None:
    """Show friends words, a photo or both; None where it was held back. The same act posts once.

    Raises `MomentTooLong`, `EnclosureTooLarge`, `PictureTooLarge`.
    """
    if photo is not None:
        messaging.check(photo)
    if len(text) > TEXT_MAX:
        raise MomentTooLong(limit=TEXT_MAX, typed=len(text))
    if moderation.holds_back(town, text):
        return None
    me = town.actor.pid
    values = {"author": me, "words": text, "posted_town_s": town.now}
    if photo is not None:
        values |= {"photo": photo.handle, "photo_bot": photo.bot_id}
    is_new = insert_new(town.conn, moments, workshop_id=town.workshop_id, key=town.key, **values)
    number = town.conn.execute(
        select(moments.c.moment_id).where(
            moments.c.workshop_id == town.workshop_id, moments.c.key == town.key
        )
    ).scalar_one()
    if is_new:
        record(town, Fact(me, "moment_posted", key=f"moment_posted:{number}"))
    return find_moment(town, number)


def look(town: Town, moment_id: int) -> Moment:
    """One moment of the actor's or a friend's. Raises `MomentGone`."""
    try:
        return find_moment(town, moment_id)
    except Outdated as gone:
        raise MomentGone from gone


def like(town: Town, moment_id: int) -> Moment:
    """Like a moment, or like it no more. Raises `MomentGone`."""
    found, me = look(town, moment_id), town.actor.pid
    likes = moment_likes.c
    if found.is_liked:
        mine = likes.moment_id == moment_id, likes.participant_id == me
        town.conn.execute(delete(moment_likes).where(*mine))
    elif insert_new(town.conn, moment_likes, moment_id=moment_id, participant_id=me):
        record(town, Fact(me, "moment_liked", counterpart=found.author))
    return _changed(town, moment_id)


def comment(town: Town, moment_id: int, text: str) -> Moment | None:
    """Say something to a moment; None where it was held back. The same act says it once.

    Raises `MomentGone`, `CommentTooLong`.
    """
    found, me = look(town, moment_id), town.actor.pid
    if len(text) > COMMENT_MAX:
        raise CommentTooLong(limit=COMMENT_MAX, typed=len(text))
    if moderation.holds_back(town, text):
        return None
    values = {"author": me, "words": text, "key": town.key}
    if insert_new(town.conn, moment_comments, moment_id=moment_id, **values):
        record(town, Fact(me, "moment_commented", counterpart=found.author))
    return _changed(town, moment_id)


def erase(town: Town, moment_id: int) -> None:
    """Take a moment of one's own back, with all that was said to it. Raises `MomentGone`."""
    if not look(town, moment_id).is_mine:
        raise MomentGone
    _delete(town, moments.c.moment_id == moment_id)


def forget_moments(town: Town, who: ParticipantId) -> None:
    """Somebody leaves the town: what they posted goes, and what they made of others'."""
    _delete(town, moments.c.author == who)
    for table, author in (
        (moment_likes, moment_likes.c.participant_id),
        (moment_comments, moment_comments.c.author),
    ):
        gone = town.conn.execute(delete(table).where(author == who).returning(table.c.moment_id))
        for (number,) in gone.all():
            town.emit(MomentChanged(number))


def _changed(town: Town, moment_id: int) -> Moment:
    town.emit(MomentChanged(moment_id))
    return find_moment(town, moment_id)


def _delete(town: Town, which: ColumnElement[bool]) -> None:
    gone = town.conn.execute(delete(moments).where(which).returning(moments.c.moment_id))
    for (number,) in gone.all():
        town.emit(MomentChanged(number))
