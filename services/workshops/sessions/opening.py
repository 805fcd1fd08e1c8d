"""Making, closing and reopening workshops, and the groups that carry their announcements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from services.kernel import towns
from services.kernel.audit_log import note
from services.kernel.errors import NotAllowed, NoWorkshop, RuleError, TownBlank
from services.kernel.localized import Localized, spoken_language
from services.kernel.time import TOWN_OPENS_AT, TownClock
from services.kernel.timers import wait_longer
from services.kernel.town import (
    Actor,
    Event,
    PersonId,
    Randomness,
    Role,
    Town,
    UnitOfWork,
    Workshop,
    WorkshopId,
    office,
)
from services.kernel.towns import CLOSED, OPEN, TOWNS
from services.living import errands, privacy
from services.living.home import Story, story
from services.living.seats import WorkshopClosed, by_code
from services.people import identity
from services.people.identity import facilitator_town, has_role, office_town, visitor_of
from services.standing import agencies, listings
from services.standing.listings import Colour
from services.workshops.sessions.clockwork import tell_desk
from services.workshops.truth import behind

RATE = 1_440  # town seconds per wall second: a town day a minute
TITLE_MAX = 60


class NothingToOpen(RuleError):
    """The facilitator has no closed workshop (of that code)."""


class NotAGroup(RuleError):
    """`/workshop here` was typed in a private chat."""


class GroupTaken(RuleError):
    """The group belongs to another facilitator's open workshop."""


@dataclass(frozen=True, slots=True)
class WorkshopShut(Event):
    """The facilitator closed the workshop; nobody can act there until it is opened again."""

    workshop_id: WorkshopId
    title: str


@dataclass(frozen=True, slots=True)
class Debriefed(Event):
    """The town is closed; this is what somebody did in it, and what was done to them.

    `refused`: how often a door was closed to them, by agency. `listed`: on whose black lists they
    stood, and whether it was true (None: nobody knows). For themself and nobody else.
    """

    workshop_id: WorkshopId
    story: Story
    refused: tuple[tuple[Localized, int], ...] = ()
    listed: tuple[tuple[Localized, bool | None], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkshopReopened(Event):
    """A closed workshop goes on where it stopped."""

    workshop_id: WorkshopId
    title: str


@dataclass(frozen=True, slots=True)
class GroupBound(Event):
    """A group chat now carries the town's announcements."""

    workshop_id: WorkshopId
    chat_id: int
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A workshop is there to be joined."""

    workshop_id: WorkshopId
    code: str
    title: str
    bot_username: str  # deep links name the bot; empty where the bot has no public one


@dataclass(frozen=True, slots=True)
class Bound:
    """A group carries the announcements of a workshop; `is_new` if it did not before."""

    group: str
    title: str
    is_new: bool


def open_new(uow: UnitOfWork, title: str = "") -> Opened:
    """Make a workshop that the visitor runs. Its chance comes from the installation's seed and
    its own ordinal, so the same seed makes the same towns in the same order.

    Raises `NotAllowed` for whoever only helps to run one.
    """
    if not has_role(uow.conn, visitor_of(uow), Role.FACILITATOR):
        raise NotAllowed(act="open_new")
    person_id = identity.person_of(uow)
    ordinal = int(uow.conn.scalar(select(func.count()).select_from(TOWNS)) or 0) + 1
    title = " ".join(title.split())[:TITLE_MAX] or f"Glasstown {ordinal}"
    while not _insert(uow, person_id, ordinal, title):
        ordinal += 1
    row = uow.conn.execute(_newest(TOWNS.c.facilitator == person_id)).one()
    uow.emit(identity.WorkshopOpened(row.workshop_id, row.title))
    note(uow, "workshop_new", role=Role.FACILITATOR, workshop_id=row.workshop_id)
    return _opened(uow, row)


def close(uow: UnitOfWork, code: str = "") -> Opened:
    """Close the visitor's workshop, or that of a code: its clock stands, nobody acts in it.

    An admin may close any. Raises `NoWorkshop`, `CodeUnknown`, `WorkshopClosed`, `NotAllowed`.
    """
    town = town_to_close(uow, code)
    privacy.release_all(town)
    towns.set_clock(town, lambda clock: clock.paused(uow.wall_ms))
    towns.set_state(uow, town.workshop_id, CLOSED)
    uow.emit(WorkshopShut(town.workshop_id, town.workshop.title))
    for who in identity.addresses(town):
        actor = identity.participant_actor(town, who)
        uow.emit(debriefed(town.as_actor(actor, key=uow.key)))
    note(uow, "workshop_close", role=town.actor.role, workshop_id=town.workshop_id)
    tell_desk(uow, town.workshop_id, "close")
    return _opened(uow, town.workshop)


def debriefed(town: Town) -> Debriefed:
    """What the last card tells the actor."""
    known = agencies.catalogue()
    refused = ((known[by].title, n) for by, n in errands.refusals(town).items() if by in known)
    mine = [
        one for one in listings.ever(town, Colour.BLACK) if one.participant_id == town.actor.pid
    ]
    listed = (
        (known[one.agency].title, deed.is_right)
        for one, deed in zip(mine, behind(town, mine), strict=True)
    )
    return Debriefed(town.workshop_id, story(town), tuple(refused), tuple(listed))


def take_over(uow: UnitOfWork, code: str) -> Opened:
    """Run a workshop from now on, whoever ran it; for admins, so that none is ever left alone.

    Raises `NotAllowed`, `CodeUnknown`.
    """
    if not has_role(uow.conn, visitor_of(uow), Role.ADMIN):
        raise NotAllowed(act="take_over")
    row, me = by_code(uow, code), identity.person_of(uow)
    towns.set_facilitator(uow, row.workshop_id, me)
    if row.facilitator != me:
        before = [*identity.drop_seconds(uow.conn, row.workshop_id), row.facilitator]
        for person_id in before:
            if person_id is not None:
                identity.forget(uow.conn, person_id)
        uow.emit(identity.FacilitatorChanged(row.workshop_id))
        note(uow, "workshop_take", role=Role.ADMIN, workshop_id=row.workshop_id)
    return _opened(uow, row)


def reopen(uow: UnitOfWork, code: str = "") -> Opened:
    """Open the latest closed workshop that the visitor runs, first or beside, or that of a code.

    Raises `NothingToOpen`.
    """
    its = identity.is_run_by(identity.person_of(uow))
    query = _newest(its).where(TOWNS.c.state == CLOSED)
    if code:
        query = query.where(TOWNS.c.code == code.strip().upper())
    row = uow.conn.execute(query).one_or_none()
    if row is None:
        raise NothingToOpen
    towns.set_state(uow, row.workshop_id, OPEN)
    towns.set_facilitator(uow, row.workshop_id, row.facilitator)
    town = office_town(uow, row.workshop_id, office())
    towns.set_clock(town, lambda clock: clock.resumed(uow.wall_ms))
    wait_longer(town, uow.wall_ms - town.workshop.clock.anchor_wall_ms)
    uow.emit(WorkshopReopened(row.workshop_id, row.title))
    note(uow, "workshop_open", role=Role.FACILITATOR, workshop_id=row.workshop_id)
    tell_desk(uow, row.workshop_id, "open")
    return _opened(uow, row)


def invitation(uow: UnitOfWork) -> Opened:
    """The code and link of the visitor's open workshop once more. Raises `NoWorkshop`."""
    return _opened(uow, facilitator_town(uow).workshop)


def bind_group(uow: UnitOfWork, chat_id: int, title: str, thread_id: int | None = None) -> Bound:
    """Let a group, or one topic of it, carry the announcements of the visitor's workshop.

    Raises `NoWorkshop`, `GroupTaken`. Doing it twice greets once; in another topic it moves there.
    """
    town = facilitator_town(uow)
    row = identity.bound_town(uow, chat_id)
    if row is not None and (row.workshop_id, row.thread_id) == (town.workshop_id, thread_id):
        return Bound(title, town.workshop.title, is_new=False)
    is_others = row is not None and row.workshop_id != town.workshop_id and row.state == OPEN
    if is_others and row is not None and row.facilitator != town.actor.person_id:
        raise GroupTaken
    identity.bind_chat(town, chat_id, title, thread_id)
    uow.emit(GroupBound(town.workshop_id, chat_id, town.workshop.title, town.workshop.code))
    note(uow, "group_bound", role=Role.FACILITATOR, workshop_id=town.workshop_id)
    return Bound(title, town.workshop.title, is_new=True)


def added_to_group(uow: UnitOfWork, chat_id: int, title: str) -> None:
    """The bot came into a group: a facilitator with an open workshop brought it for a reason."""
    if not identity.may_run(uow.conn, visitor_of(uow)):
        return
    bound = identity.bound_town(uow, chat_id)
    try:
        if bound is None or bound.workshop_id != facilitator_town(uow).workshop_id:
            bind_group(uow, chat_id, title)
    except (NoWorkshop, GroupTaken, TownBlank):
        return  # the group says nothing; `/workshop here` tells why


def town_to_close(uow: UnitOfWork, code: str = "") -> Town:
    """The town that `close` closes. Raises as it does."""
    if not code:
        return facilitator_town(uow)
    row = by_code(uow, code)
    me = visitor_of(identity.known(uow)).person_id
    if me is not None and me in (row.facilitator, *identity.runners(uow.conn, row.workshop_id)):
        role = Role.FACILITATOR
    elif has_role(uow.conn, visitor_of(uow), Role.ADMIN):
        role = Role.ADMIN
    else:
        raise NotAllowed(act="close")
    if row.state != OPEN:
        raise WorkshopClosed(title=row.title)
    if row.blank_since_ms:
        raise TownBlank
    return office_town(uow, row.workshop_id, Actor(role, ""))


def _insert(uow: UnitOfWork, person_id: PersonId, ordinal: int, title: str) -> bool:
    chance = Randomness(uow.secret, f"workshop|{ordinal}")
    clock = TownClock(uow.wall_ms, TOWN_OPENS_AT, RATE, running=True)
    return towns.add(
        uow.conn,
        clock,
        code="".join(chance.pick(towns.CODE_LETTERS) for _ in range(towns.CODE_LENGTH)),
        title=title,
        language=spoken_language(visitor_of(uow).language),
        facilitator=person_id,
        secret=chance.token(32),
        created_ms=uow.wall_ms,
        run_since_ms=uow.wall_ms,
    )


def _newest(its: ColumnElement[bool]) -> Select[Any]:
    """The newest town of a condition; further ones narrow which."""
    return select(TOWNS).where(its).order_by(TOWNS.c.workshop_id.desc()).limit(1)


def _opened(uow: UnitOfWork, town: Workshop | Row[*tuple[Any, ...]]) -> Opened:
    return Opened(town.workshop_id, town.code, town.title, uow.bot_username)
