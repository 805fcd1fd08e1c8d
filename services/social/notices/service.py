"""Putting a notice on a line, taking it off, and writing down who had to hear it.

Knows neither why somebody is listed nor how a call goes on: it stands below both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from sqlalchemy import select, update

from services.kernel.schema import insert_new
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.social.notices.tables import line_notices, notice_plays

NoticeId = NewType("NoticeId", int)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a caller hears before the line of a listed person rings."""

    notice_id: NoticeId
    participant_id: ParticipantId
    listing_id: int
    since: TownTime


def notice_on(town: Town, who: ParticipantId) -> Notice | None:
    """The oldest notice that stands on somebody's line, or None."""
    row = town.conn.execute(
        select(line_notices)
        .where(
            line_notices.c.workshop_id == town.workshop_id,
            line_notices.c.participant_id == who,
            line_notices.c.removed_town_s.is_(None),
        )
        .order_by(line_notices.c.notice_id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Notice(NoticeId(row.notice_id), who, row.listing_id, TownTime(row.since_town_s))


def attach(town: Town, who: ParticipantId, listing_id: int) -> bool:
    """Put the notice of one listing on a line. False when that listing already had one."""
    return insert_new(
        town.conn,
        line_notices,
        workshop_id=town.workshop_id,
        participant_id=who,
        listing_id=listing_id,
        since_town_s=town.now,
    )


def take_off(town: Town, listing_id: int) -> bool:
    """Take the notice of one listing off its line. False when there is none to take off."""
    done = town.conn.execute(
        update(line_notices)
        .where(
            line_notices.c.workshop_id == town.workshop_id,
            line_notices.c.listing_id == listing_id,
            line_notices.c.removed_town_s.is_(None),
        )
        .values(removed_town_s=town.now)
    )
    return done.rowcount == 1


def noticed(town: Town) -> list[int]:
    """The listings whose notices stand on lines, oldest first."""
    rows = town.conn.scalars(
        select(line_notices.c.listing_id)
        .where(
            line_notices.c.workshop_id == town.workshop_id,
            line_notices.c.removed_town_s.is_(None),
        )
        .order_by(line_notices.c.notice_id)
    )
    return list(rows)


def record_play(town: Town, notice: Notice, *, caller: ParticipantId, key: str) -> None:
    """Write down that a caller heard the notice. The same key is written once."""
    insert_new(
        town.conn,
        notice_plays,
        workshop_id=town.workshop_id,
        notice_id=notice.notice_id,
        caller=caller,
        town_s=town.now,
        key=key,
    )
