"""Putting a notice on a line, taking it off, and writing down who had to hear it.

Knows neither why somebody is listed nor how a call goes on: it stands below both.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select, update

from services.kernel.schema import insert_new
from services.kernel.town import ParticipantId, Town
from services.social.notices.tables import line_notices, notice_plays


def notice_on(town: Town, who: ParticipantId) -> int | None:
    """The number of the oldest notice on somebody's line, which callers hear before it rings."""
    oldest: int | None = town.conn.scalar(
        select(func.min(line_notices.c.notice_id)).where(
            _stands(town), line_notices.c.participant_id == who
        )
    )
    return oldest


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


def record_play(town: Town, notice_id: int, *, caller: ParticipantId, key: str) -> None:
    """Write down that a caller heard the notice. The same key is written once."""
    insert_new(
        town.conn,
        notice_plays,
        workshop_id=town.workshop_id,
        notice_id=notice_id,
        caller=caller,
        town_s=town.now,
        key=key,
    )


def _stands(town: Town) -> ColumnElement[bool]:
    is_here = line_notices.c.workshop_id == town.workshop_id
    return and_(is_here, line_notices.c.removed_town_s.is_(None))
