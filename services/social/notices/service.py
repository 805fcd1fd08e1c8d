"""Putting a notice on a line, taking it off, and writing down who had to hear it.

Knows neither why somebody is listed nor how a call goes on: it stands below both. What a notice
says is the law's to choose, as of when it is heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, select, update

from services.kernel.errors import Outdated
from services.kernel.money import Money
from services.kernel.schema import insert_new
from services.kernel.town import Event, ParticipantId, Town
from services.law import switchboard
from services.people import masks
from services.people.facts import Fact, record
from services.people.identity import by_id
from services.social.notices.tables import line_notices, notice_plays


class Wording(StrEnum):
    """How much a notice says."""

    PLAIN = "plain"
    CASE = "case"
    AMOUNT = "amount"


class Way(StrEnum):
    """Before what it was heard."""

    CALL = "call"
    GROUP = "group"
    MESSAGE = "message"


class Choice(StrEnum):
    """What whoever heard a notice did upon it."""

    NONE = ""
    ANYWAY = "anyway"
    HUNG_UP = "hung_up"


_FACTS = {Choice.ANYWAY: "notice_ignored", Choice.HUNG_UP: "notice_heeded"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What one hears of a listed person. `case` and `owed` only where the law has them said."""

    notice_id: int
    wording: Wording
    case: str = ""
    owed: Money | None = None


@dataclass(frozen=True, slots=True)
class NoticeBeforeWords(Event):
    """Somebody writes to a listed person for the first time: nothing has gone yet."""

    play_id: int
    writer: ParticipantId
    to: ParticipantId
    to_name: str
    notice: Notice


def notice_on(town: Town, who: ParticipantId) -> Notice | None:
    """The oldest notice on somebody's line; None where the law or a mask has none heard."""
    said = switchboard.value(town, switchboard.Switch.CALLER_NOTICE)
    oldest = town.conn.execute(
        select(line_notices)
        .where(_stands(town), line_notices.c.participant_id == who)
        .order_by(line_notices.c.notice_id)
        .limit(1)
    ).one_or_none()
    if oldest is None or said == "off" or who in masks.hidden(town):
        return None
    if said == Wording.PLAIN or not oldest.case_number:
        return Notice(oldest.notice_id, Wording.PLAIN)
    if said == Wording.CASE or oldest.owed_fen is None:
        return Notice(oldest.notice_id, Wording.CASE, oldest.case_number)
    owed = Money(oldest.owed_fen)
    return Notice(oldest.notice_id, Wording.AMOUNT, oldest.case_number, owed)


def attach(
    town: Town, who: ParticipantId, listing_id: int, case: str = "", owed: Money | None = None
) -> bool:
    """Put the notice of one listing on a line. False when that listing already had one."""
    return insert_new(
        town.conn,
        line_notices,
        workshop_id=town.workshop_id,
        participant_id=who,
        listing_id=listing_id,
        since_town_s=town.now,
        case_number=case,
        owed_fen=owed.fen if owed else None,
    )


def take_off(town: Town, listing_id: int) -> bool:
    """Take the notice of one listing off its line. False when there is none to take off."""
    done = town.conn.execute(
        update(line_notices)
        .where(_stands(town), line_notices.c.listing_id == listing_id)
        .values(removed_town_s=town.now)
    )
    return done.rowcount == 1


def noticed(town: Town) -> list[int]:
    """The listings whose notices stand on lines, oldest first."""
    rows = town.conn.scalars(
        select(line_notices.c.listing_id).where(_stands(town)).order_by(line_notices.c.notice_id)
    )
    return list(rows)


def record_play(town: Town, notice: Notice, *, key: str, way: Way = Way.CALL) -> bool:
    """Write down that the actor heard a notice. False where the key is written already."""
    return insert_new(
        town.conn,
        notice_plays,
        workshop_id=town.workshop_id,
        notice_id=notice.notice_id,
        caller=town.actor.pid,
        town_s=town.now,
        key=key,
        way=way,
    )


def choose(town: Town, key: str, choice: Choice) -> None:
    """Write down what the actor did upon a notice; the first choice stays. Raises `Outdated`."""
    here = notice_plays.c.workshop_id == town.workshop_id, notice_plays.c.key == key
    heard = town.conn.execute(
        select(notice_plays.c.play_id, line_notices.c.participant_id)
        .join(line_notices, line_notices.c.notice_id == notice_plays.c.notice_id)
        .where(*here, notice_plays.c.caller == town.actor.pid)
    ).one_or_none()
    if heard is None:
        raise Outdated
    open_yet = update(notice_plays).where(*here, notice_plays.c.choice == Choice.NONE)
    if town.conn.execute(open_yet.values(choice=choice)).rowcount:
        kind, key = _FACTS[choice], f"notice:{heard.play_id}"
        record(town, Fact(town.actor.pid, kind, counterpart=heard.participant_id, key=key))


def comes_before(town: Town, who: ParticipantId) -> bool:
    """Whether the actor's first words to somebody wait behind a notice; the second try goes."""
    notice = notice_on(town, who)
    if notice is None or not switchboard.is_on(town, switchboard.Switch.MESSAGE_NOTICE):
        return False
    me, key = town.actor.pid, f"message:{notice.notice_id}:{town.actor.pid}"
    if not record_play(town, notice, key=key, way=Way.MESSAGE):
        choose(town, key, Choice.ANYWAY)
        return False
    its = notice_plays.c.workshop_id == town.workshop_id, notice_plays.c.key == key
    play_id = town.conn.execute(select(notice_plays.c.play_id).where(*its)).scalar_one()
    town.emit(NoticeBeforeWords(play_id, me, who, by_id(town, who).name, notice))
    return True


def keep_silent(town: Town, play_id: int) -> None:
    """Leave unsaid what one was about to write to a listed person. Raises `Outdated`."""
    its = notice_plays.c.workshop_id == town.workshop_id, notice_plays.c.play_id == play_id
    key = town.conn.scalar(select(notice_plays.c.key).where(*its))
    choose(town, key or "", Choice.HUNG_UP)


def _stands(town: Town) -> ColumnElement[bool]:
    is_here = line_notices.c.workshop_id == town.workshop_id
    return and_(is_here, line_notices.c.removed_town_s.is_(None))
