"""Making, closing and reopening workshops, and the groups that carry their announcements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from services.kernel.errors import NoWorkshop
from services.kernel.time import TOWN_OPENS_AT, TownClock
from services.kernel.town import Desk, PersonId, Randomness, Role, WorkshopId
from services.kernel.upsert import insert_new
from services.people import facilitator_town, has_role
from services.people.tables import chats
from services.workshops.audit import note
from services.workshops.clockwork import set_clock
from services.workshops.errors import GroupTaken, NothingToOpen
from services.workshops.events import (
    GroupBound,
    WorkshopOpened,
    WorkshopReopened,
    WorkshopShut,
)
from services.workshops.personas import town_language
from services.workshops.registry import person_of, visitor_of
from services.workshops.tables import workshops

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

# No vowels (no words by chance), nothing that looks or sounds like another letter or digit.
CODE_LETTERS = "BCDFGHJKMNPQRTVWXY"
CODE_LENGTH = 6
RATE = 1_440  # town seconds per wall second: a town day a minute
TITLE_MAX = 60


@dataclass(frozen=True, slots=True)
class Opened:
    """A workshop is there to be joined."""

    workshop_id: WorkshopId
    code: str
    title: str
    bot_username: str  # deep links name the door; empty where the bot has no public one


@dataclass(frozen=True, slots=True)
class Bound:
    """A group carries the announcements of a workshop; `is_new` if it did not before."""

    group: str
    title: str
    is_new: bool


def open_new(desk: Desk, title: str = "") -> Opened:
    """Make a workshop that the visitor runs. Its chance comes from the installation's seed and
    its own ordinal, so the same seed makes the same towns in the same order.
    """
    person_id = person_of(desk)
    ordinal = int(desk.conn.scalar(select(func.count()).select_from(workshops)) or 0) + 1
    title = " ".join(title.split())[:TITLE_MAX] or f"Glasstown {ordinal}"
    while not _insert(desk, person_id, ordinal, title):
        ordinal += 1
    row = desk.conn.execute(
        _mine(person_id).order_by(workshops.c.workshop_id.desc()).limit(1)
    ).one()
    desk.tell(WorkshopOpened(row.workshop_id, row.title))
    note(desk, "workshop_new", role=Role.FACILITATOR, workshop_id=row.workshop_id)
    return _opened(desk, row)


def close(desk: Desk) -> Opened:
    """Close the visitor's workshop: its clock stands, nobody acts in it. Raises `NoWorkshop`."""
    town = facilitator_town(desk)
    set_clock(town, lambda clock: clock.paused(desk.wall_ms))
    row = _set_state(desk, town.workshop_id, "closed")
    desk.tell(WorkshopShut(town.workshop_id, town.workshop.title))
    note(desk, "workshop_close", role=Role.FACILITATOR, workshop_id=town.workshop_id)
    return _opened(desk, row)


def reopen(desk: Desk, code: str = "") -> Opened:
    """Open the visitor's latest closed workshop again, or the one of a code.

    Raises `NothingToOpen`.
    """
    query = _mine(person_of(desk)).where(workshops.c.state == "closed")
    if code:
        query = query.where(workshops.c.code == code.strip().upper())
    row = desk.conn.execute(query.order_by(workshops.c.workshop_id.desc()).limit(1)).one_or_none()
    if row is None:
        raise NothingToOpen
    row = _set_state(desk, row.workshop_id, "open")
    set_clock(facilitator_town(desk), lambda clock: clock.resumed(desk.wall_ms))
    desk.tell(WorkshopReopened(row.workshop_id, row.title))
    note(desk, "workshop_open", role=Role.FACILITATOR, workshop_id=row.workshop_id)
    return _opened(desk, row)


def invitation(desk: Desk) -> Opened:
    """The code and link of the visitor's open workshop once more. Raises `NoWorkshop`."""
    town = facilitator_town(desk)
    return Opened(town.workshop_id, town.workshop.code, town.workshop.title, desk.bot_username)


def bind_group(desk: Desk, chat_id: int, title: str) -> Bound:
    """Let a group carry the announcements of the visitor's workshop.

    Raises `NoWorkshop`, `GroupTaken`. Doing it twice greets once.
    """
    town = facilitator_town(desk)
    visitor = visitor_of(desk)
    row = desk.conn.execute(
        select(chats.c.workshop_id, workshops.c.state, workshops.c.facilitator)
        .outerjoin(workshops, workshops.c.workshop_id == chats.c.workshop_id)
        .where(chats.c.bot_id == visitor.bot_id, chats.c.chat_id == chat_id)
    ).one_or_none()
    if row is not None and row.workshop_id == town.workshop_id:
        return Bound(title, town.workshop.title, is_new=False)
    if row is not None and row.state == "open" and row.facilitator != town.actor.person_id:
        raise GroupTaken
    drop_group(desk, chat_id)
    desk.conn.execute(
        insert(chats).values(
            bot_id=visitor.bot_id, chat_id=chat_id, title=title, workshop_id=town.workshop_id
        )
    )
    desk.tell(GroupBound(town.workshop_id, chat_id, town.workshop.title, town.workshop.code))
    note(desk, "group_bound", role=Role.FACILITATOR, workshop_id=town.workshop_id)
    return Bound(title, town.workshop.title, is_new=True)


def added_to_group(desk: Desk, chat_id: int, title: str) -> None:
    """The bot came into a group: a facilitator with an open workshop brought it for a reason."""
    if not has_role(desk.conn, visitor_of(desk), Role.FACILITATOR):
        return
    try:
        bind_group(desk, chat_id, title)
    except (NoWorkshop, GroupTaken):
        return  # the group says nothing; `/workshop here` tells why


def drop_group(desk: Desk, chat_id: int) -> None:
    """The bot is no longer in a group."""
    desk.conn.execute(
        delete(chats).where(chats.c.bot_id == visitor_of(desk).bot_id, chats.c.chat_id == chat_id)
    )


def _insert(desk: Desk, person_id: PersonId, ordinal: int, title: str) -> bool:
    chance = Randomness(desk.secret, f"workshop|{ordinal}")
    clock = TownClock(desk.wall_ms, TOWN_OPENS_AT, RATE, running=True)
    return insert_new(
        desk.conn,
        workshops,
        code="".join(CODE_LETTERS[chance.below(len(CODE_LETTERS))] for _ in range(CODE_LENGTH)),
        title=title,
        language=town_language(visitor_of(desk).language),
        facilitator=person_id,
        secret=chance.token(32),
        anchor_wall_ms=clock.anchor_wall_ms,
        anchor_town_s=clock.anchor_town_s,
        rate=clock.rate,
        running=clock.running,
        created_ms=desk.wall_ms,
    )


def _mine(person_id: PersonId) -> Select[Any]:
    return select(workshops).where(workshops.c.facilitator == person_id)


def _set_state(desk: Desk, workshop_id: WorkshopId, state: str) -> Row[*tuple[Any, ...]]:
    desk.conn.execute(
        update(workshops).where(workshops.c.workshop_id == workshop_id).values(state=state)
    )
    return desk.conn.execute(select(workshops).where(workshops.c.workshop_id == workshop_id)).one()


def _opened(desk: Desk, row: Row[*tuple[Any, ...]]) -> Opened:
    return Opened(row.workshop_id, row.code, row.title, desk.bot_username)
