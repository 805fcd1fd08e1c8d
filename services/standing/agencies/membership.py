"""Whom an agency rates. Where it is voluntary, people sign up and leave; elsewhere nobody is asked.

Every change is an entry of its own, so that who was a member on a day can still be told later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from services.kernel.errors import RuleError
from services.kernel.schema import insert_new
from services.kernel.seeds import PERCENT
from services.kernel.town import Event, ParticipantId, Randomness, Town
from services.money.platforms import PlatformExited
from services.people.facts import Fact, record
from services.people.identity import PEOPLE
from services.standing.agencies.catalogue import Agency, catalogue
from services.standing.agencies.catalogue import agency as agency_of
from services.standing.agencies.tables import agency_members

JOINED = "agency_joined"  # the facts' kinds
LEFT = "agency_left"


class NotVoluntary(RuleError):
    """The agency rates people without asking them. Field: `agency`, its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One agency as one person stands to it; `changed` when the latest act made it so."""

    me: ParticipantId
    agency: Agency
    is_member: bool
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Memberships:
    """All agencies as one person stands to them."""

    me: ParticipantId
    memberships: tuple[Membership, ...]


def memberships(town: Town, who: ParticipantId | None = None) -> Memberships:
    """Who rates here, and whether they rate somebody: the asker, if nobody is named."""
    who = who or town.actor.pid
    entries = _entries(town, agency_members.c.participant_id == who)
    return Memberships(
        who,
        tuple(
            Membership(
                me=who, agency=one, is_member=_stands(one, entries.get((one.agency_id, who)))
            )
            for one in catalogue().values()
        ),
    )


def join(town: Town, agency_id: str) -> Membership:
    """Sign up with a voluntary agency. Twice is once. Raises `NoSuchAgency`, `NotVoluntary`."""
    return _change(town, agency_id, is_member=True)


def leave(town: Town, agency_id: str) -> Membership:
    """Leave a voluntary agency: from now on no score there. Raises as `join`."""
    return _change(town, agency_id, is_member=False)


def follow_platform(town: Town, event: Event) -> None:
    """Whoever leaves a platform leaves the score that goes with it, and returns with it."""
    if isinstance(event, PlatformExited):
        _change(town, event.platform.agency, is_member=not event.is_left)


def member(town: Town, pid: ParticipantId, agency_id: str) -> bool:
    """Whether an agency rates somebody. Raises `NoSuchAgency`."""
    one, kept = agency_of(agency_id), agency_members.c
    entries = _entries(town, kept.agency == agency_id, kept.participant_id == pid)
    return _stands(one, entries.get((agency_id, pid)))


def rated_among(town: Town, agency_id: str, people: Sequence[ParticipantId]) -> list[ParticipantId]:
    """Those of some people whom an agency rates. Raises `NoSuchAgency`."""
    kept = agency_members.c
    entries = _entries(town, kept.agency == agency_id, kept.participant_id.in_(people))
    one = agency_of(agency_id)
    return [who for who in people if _stands(one, entries.get((agency_id, who)))]


def members(town: Town, agency_id: str) -> list[ParticipantId]:
    """Everybody whom an agency rates, in one fixed order. Raises `NoSuchAgency`."""
    one, entries = agency_of(agency_id), _entries(town, agency_members.c.agency == agency_id)
    everybody = town.conn.scalars(
        select(PEOPLE.c.participant_id)
        .where(PEOPLE.c.workshop_id == town.workshop_id)
        .order_by(PEOPLE.c.participant_id)
    )
    return [ParticipantId(who) for who in everybody if _stands(one, entries.get((agency_id, who)))]


def enrol_residents(town: Town) -> None:
    """Let residents sign up where some do, by the town's own chance. Twice is once."""
    rows = town.conn.execute(
        select(PEOPLE.c.participant_id, PEOPLE.c.name)
        .where(
            PEOPLE.c.workshop_id == town.workshop_id, PEOPLE.c.person_id.is_(None), PEOPLE.c.seated
        )
        .order_by(PEOPLE.c.name_key)
    ).all()
    for one in catalogue().values():
        if one.enrols == "some":
            for who, name in rows:
                chance = Randomness(town.workshop.secret, f"member|{one.agency_id}|{name}")
                if chance.below(PERCENT) < one.residents_percent:
                    _write(town, one, ParticipantId(who), is_member=True, key="from_the_start")


def _change(town: Town, agency_id: str, *, is_member: bool) -> Membership:
    one, me = agency_of(agency_id), town.actor.pid
    if not one.voluntary:
        raise NotVoluntary(agency=agency_id)
    # Two taps of one person, one after the other: the second must see the first.
    mine = select(PEOPLE.c.participant_id).where(PEOPLE.c.participant_id == me)
    town.conn.execute(mine.with_for_update())
    changed = member(town, me, agency_id) != is_member and _write(
        town, one, me, is_member=is_member, key=town.key
    )
    if changed:
        record(town, Fact(me, JOINED if is_member else LEFT, counterpart=agency_id))
    return Membership(me=me, agency=one, is_member=member(town, me, agency_id), changed=changed)


def _stands(one: Agency, entry: bool | None) -> bool:  # noqa: FBT001 - the entry is a truth value
    return one.enrols == "everyone" if entry is None else entry


def _entries(town: Town, *of: ColumnElement[bool]) -> dict[tuple[str, str], bool]:
    """The latest entry of each agency and person up to now."""
    kept = agency_members.c
    rows = town.conn.execute(
        select(kept.agency, kept.participant_id, kept.is_member)
        .where(kept.workshop_id == town.workshop_id, kept.town_s <= town.now, *of)
        .order_by(kept.entry_id)
    )
    return {(agency, who): bool(is_in) for agency, who, is_in in rows}


def _write(town: Town, one: Agency, who: ParticipantId, *, is_member: bool, key: str) -> bool:
    return insert_new(
        town.conn,
        agency_members,
        workshop_id=town.workshop_id,
        agency=one.agency_id,
        participant_id=who,
        is_member=is_member,
        town_s=town.now,
        key=key,
    )
