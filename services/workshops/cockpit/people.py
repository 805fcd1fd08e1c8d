"""One person at a time, as whoever runs the town sees and helps them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.kernel.audit_log import note
from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.paging import Page, page_of
from services.kernel.town import Event, ParticipantId, PersonId, Role, Town, WorkshopId, require
from services.living import seats
from services.money import clearing
from services.people import identity, masks, mutes
from services.people.identity import Neighbour, active_since, name_keys, neighbours
from services.social import groups
from services.standing import agencies, ombudsman
from services.workshops.cockpit.panel import MINUTE_MS, PULSE_MIN, ListedNow, listed_now

PAGE_SIZE = 20
SILENT = "💤"  # typed in the place of a name
TYPED_MAX = 30


class Post(StrEnum):
    """What whoever runs the town gives to somebody, and takes back, beside the regulator's role."""

    SECOND = "second"  # runs the town as well
    OMBUDSMAN = "ombudsman"


@dataclass(frozen=True, slots=True)
class SecondMade(Event):
    """Whoever runs the town lets somebody who lives there run it as well, or no more."""

    workshop_id: WorkshopId
    who: ParticipantId
    runs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A person of the town. `muted_min`: minutes more in which their words reach nobody."""

    who: ParticipantId
    name: str
    trade: str
    is_masked: bool
    is_regulator: bool
    is_silent: bool
    muted_min: int
    listed: ListedNow | None
    posts: frozenset[Post] = frozenset()
    company: Localized | None = None  # for which they sit
    table: Localized | str = ""  # at which they sit


@dataclass(frozen=True, slots=True)
class Found:
    """People whose name has what was `typed`; all, where nothing was."""

    page: Page[Seated]
    typed: str
    silent: int = 0  # how many of all did nothing of late


def find(town: Town, typed: str = "", page: int = 0) -> Found:
    """People by a name or a part of one, in any language, by name; or all who are `SILENT`.

    Raises `NotAllowed`.
    """
    wanted = typed.strip().removeprefix("@").casefold()[:TYPED_MAX]
    people = [one for one in neighbours(town) if not one.is_resident]
    active = active_since(town, town.wall_ms - PULSE_MIN * MINUTE_MS)
    silent = [one for one in people if one.participant_id not in active]
    meant = [one for one in people if any(wanted in key for key in name_keys(one.name))]
    shown = page_of(silent if wanted == SILENT else meant, page, PAGE_SIZE)
    items = tuple(_seated(town, shown.items))
    return Found(Page(items, shown.number, shown.pages, shown.total), wanted, len(silent))


def person(town: Town, who: str) -> Seated:
    """One of them by id. Raises `NotAllowed`, `Outdated` once they have left."""
    for one in neighbours(town):
        if one.participant_id == who and not one.is_resident:
            return _seated(town, (one,))[0]
    raise Outdated


def set_mask(town: Town, who: str, *, on: bool) -> Seated:
    """Put somebody's mask on, or take it off. Raises what `person` raises."""
    masks.set_mask(town, person(town, who).name, on=on)
    return person(town, who)


def set_mute(town: Town, who: str, *, on: bool) -> Seated:
    """Hold up somebody's words for some minutes, or no more. Raises what `person` raises."""
    mutes.set_mute(town, person(town, who).who, on=on)
    return person(town, who)


def set_regulator(town: Town, who: str, *, on: bool) -> Seated:
    """Give somebody the regulator's role, or take it. Twice is once."""
    found = person(town, who)
    if on and not found.is_regulator:
        clearing.appoint(town, found.name)
    elif not on:
        clearing.dismiss(town, found.who)
    return person(town, who)


def set_post(town: Town, who: str, post: Post, *, on: bool) -> Seated:
    """Give somebody a post, or take it. Twice is once. Raises what `appoint` does."""
    found = person(town, who)
    if post is Post.OMBUDSMAN:
        ombudsman.appoint(town, found.name if on else f"{found.name} off")
    else:
        _set_second(town, found.who, on=on)
    return person(town, who)


def set_company(town: Town, who: str, company: str, *, on: bool) -> Seated:
    """Let somebody sit for a company, or for none. Raises also what `agencies.give_seat` does."""
    found = person(town, who)
    if on:
        agencies.give_seat(town, f"{company} {found.name}")
    else:
        agencies.take_seat(town, found.who)
    return person(town, who)


def _set_second(town: Town, who: ParticipantId, *, on: bool) -> None:
    me = PersonId(identity.participant_actor(town, who).person_id or 0)
    if on:
        if me in identity.runners(town.conn, town.workshop_id):
            return
        identity.add_second(town, town.workshop_id, me)
    elif not identity.drop_seconds(town.conn, town.workshop_id, me):
        return
    else:
        town.emit(identity.FacilitatorChanged(town.workshop_id))
    note(town, "second_came" if on else "second_went", role=town.actor.role)
    town.emit(SecondMade(town.workshop_id, who, on))


def remove(town: Town, who: str) -> seats.Farewell:
    """Send somebody out of the town. Raises what `person` raises."""
    return seats.send_away(town, person(town, who).who)


def _seated(town: Town, some: tuple[Neighbour, ...]) -> list[Seated]:
    require(town, Role.FACILITATOR)
    hidden, quiet, watching = masks.hidden(town), mutes.muted(town), clearing.watchers(town)
    active = active_since(town, town.wall_ms - PULSE_MIN * MINUTE_MS)
    listed = {one.who: one for one in listed_now(town)}
    offices = {holder.who for holder in ombudsman.holders(town)}
    sits = {one.who: one.agency.title for one in agencies.seated(town).values()}
    helps = identity.seconds_in(town)
    at = {
        one.participant_id: table.title
        for table in groups.plan(town).tables
        for one in table.members
    }
    return [
        Seated(
            who=one.participant_id,
            name=one.name,
            trade=one.trade,
            is_masked=one.participant_id in hidden,
            is_regulator=one.participant_id in watching,
            is_silent=one.participant_id not in active,
            muted_min=quiet.get(one.participant_id, 0),
            listed=listed.get(one.participant_id),
            posts=frozenset(
                post
                for post, some in ((Post.SECOND, helps), (Post.OMBUDSMAN, offices))
                if one.participant_id in some
            ),
            company=sits.get(one.participant_id),
            table=at.get(one.participant_id, ""),
        )
        for one in some
    ]
