"""How often notices were heard, and what callers did upon them: to the one concerned as far as the
law has things explained, to whoever runs the town in full. Who called is told to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from services.kernel.errors import RuleError
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.law import switchboard
from services.people.identity import PEOPLE
from services.social.notices.service import Choice, Notice, Way, notice_on
from services.social.notices.tables import line_notices, notice_plays

PLAYS_MAX = 10
COUNTED = frozenset({"reasons", "receipt"})


class NoticeNotExplained(RuleError):
    """The law lets nobody know what callers hear of them."""

    opened_by = "explanation reasons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person's line: the notices of all their listings together."""

    participant_id: ParticipantId
    name: str
    since: Moment
    stands: bool  # on the line still
    plays: int
    anyway: int
    hung_up: int


@dataclass(frozen=True, slots=True)
class Play:
    """One time a notice was heard; not by whom."""

    at: Moment
    way: Way
    choice: Choice


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What one may know of one's own line: counts with `reasons`, each play with `receipt`.

    `line` is None where there never was a notice; `notice`: what callers hear now.
    """

    line: Line | None
    notice: Notice | None
    is_counted: bool
    plays: tuple[Play, ...] = ()


def own_line(town: Town) -> OwnLine:
    """The notice on the actor's own line. Raises `NoticeNotExplained`."""
    level = switchboard.value(town, switchboard.Switch.EXPLANATION)
    if level == "none":
        raise NoticeNotExplained
    me = town.actor.pid
    found = next(iter(_lines(town, line_notices.c.participant_id == me)), None)
    plays = _plays(town, me) if level == "receipt" else ()
    return OwnLine(found, notice_on(town, me), level in COUNTED, plays)


def lines(town: Town) -> list[Line]:
    """All lines that ever had a notice, those heard most often first. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    return sorted(_lines(town), key=lambda line: (-line.plays, line.name))


def _lines(town: Town, *where: ColumnElement[bool]) -> list[Line]:
    played, noticed = notice_plays.c, line_notices.c
    counts = (
        func.count(played.choice).filter(played.choice == choice).label(f"of_{choice}")
        for choice in (Choice.ANYWAY, Choice.HUNG_UP)
    )
    query: Select[tuple[object, ...]] = (
        select(
            noticed.participant_id,
            PEOPLE.c.name,
            func.min(noticed.since_town_s).label("since"),
            func.count(noticed.notice_id.distinct())
            .filter(noticed.removed_town_s.is_(None))
            .label("standing"),
            func.count(played.play_id).label("plays"),
            *counts,
        )
        .join(PEOPLE, PEOPLE.c.participant_id == noticed.participant_id)
        .outerjoin(notice_plays, played.notice_id == noticed.notice_id)
        .where(noticed.workshop_id == town.workshop_id, *where)
        .group_by(noticed.participant_id, PEOPLE.c.name)
    )
    return [
        Line(
            participant_id=row.participant_id,
            name=row.name,
            since=Moment(row.since),
            stands=row.standing > 0,
            plays=row.plays,
            anyway=row.of_anyway,
            hung_up=row.of_hung_up,
        )
        for row in town.conn.execute(query)
    ]


def _plays(town: Town, who: ParticipantId) -> tuple[Play, ...]:
    rows = town.conn.execute(
        select(notice_plays.c.town_s, notice_plays.c.way, notice_plays.c.choice)
        .join(line_notices, line_notices.c.notice_id == notice_plays.c.notice_id)
        .where(line_notices.c.participant_id == who)
        .order_by(notice_plays.c.play_id.desc())
        .limit(PLAYS_MAX)
    )
    return tuple(Play(Moment(at), Way(way), Choice(choice)) for at, way, choice in rows)
