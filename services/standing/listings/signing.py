"""A second signature: once the law wants one, what somebody lists at discretion is first shown to a
person of the town, drawn by lot, without whose signature nobody is listed.

Whoever is to be listed never signs, nor whoever runs the town. What is not signed within a town
day lapses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, or_, select

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.schema import AnyRow, change_row, insert_new, live_row
from services.kernel.time import DAY_S, Moment, TownTime
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, ParticipantId, Role, Town
from services.law import switchboard
from services.law.switchboard import Switch
from services.people import masks
from services.people.identity import PEOPLE, Neighbour, is_steward, neighbours
from services.standing.listings.grounds import Ground, grounds
from services.standing.listings.tables import listing_proposals

SIGNATURE_DUE = "signature_due"  # the timer's kind
SIGNED_WITHIN_S = DAY_S


class NobodyToSign(RuleError):
    """The law wants a second signature, and nobody of the town could give it. Field: `name`."""


class SignatureState(StrEnum):
    """Where a proposal stands."""

    ASKED = "asked"
    SIGNED = "signed"
    REFUSED = "refused"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Somebody to be listed, and whose signature is asked. `again`: it was decided before."""

    proposal_id: int
    whom: ParticipantId
    name: str
    signer: ParticipantId
    named: str
    words: str
    state: SignatureState
    until: Moment
    again: bool = field(default=False, compare=False)

    @property
    def ground(self) -> Ground | None:
        """For what, where a ground was named."""
        return grounds().get(self.named)


@dataclass(frozen=True, slots=True)
class SignatureAsked(Event):
    """Somebody was drawn by lot and is asked for their signature."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class SignatureGiven(Event):
    """A proposal was signed or refused, or it lapsed; whoever proposed is told."""

    proposal: Proposal


def is_wanted(town: Town) -> bool:
    """Whether the law wants two signatures."""
    return switchboard.is_on(town, Switch.SECOND_SIGNATURE)


def propose(town: Town, who: Neighbour, ground: str, words: str) -> Proposal:
    """Ask somebody by lot; while one waits about the same person, that one stands.

    Raises `NobodyToSign`.
    """
    at = listing_proposals.c
    waiting = (at.participant_id == who.participant_id, at.state == SignatureState.ASKED)
    mine = town.conn.execute(
        _proposals(town).where((at.key == town.key) | (waiting[0] & waiting[1]))
    )
    if (stands := mine.first()) is not None:
        return _proposal(stands, again=True)
    signer = _drawn(town, who)
    row = {"participant_id": who.participant_id, "signer": signer, "ground": ground, "words": words}
    insert_new(
        town.conn,
        listing_proposals,
        workshop_id=town.workshop_id,
        key=town.key,
        asked_town_s=town.now,
        **row,
    )
    found = _proposal(live_row(town.conn, _proposals(town).where(at.key == town.key)))
    due = TownTime(town.now + SIGNED_WITHIN_S)
    set_timer(town, SIGNATURE_DUE, str(found.proposal_id), due=due)
    note(town, "listing_proposed", ground or "no ground", role=town.actor.role)
    town.emit(SignatureAsked(found))
    return found


def decided(town: Town, proposal_id: int, *, is_signed: bool) -> Proposal:
    """Sign or refuse as the one who was drawn; the first answer stands. Raises `Outdated`."""
    asked = proposal(town, proposal_id)
    if asked.signer != town.actor.pid:
        raise Outdated
    if asked.state is not SignatureState.ASKED:
        return proposal(town, proposal_id, again=True)
    clear_timer(town, SIGNATURE_DUE, str(proposal_id))
    return _ended(town, proposal_id, SignatureState.SIGNED if is_signed else SignatureState.REFUSED)


def lapse(town: Town, subject: str) -> None:
    """A timer's verb: nobody signed in time."""
    if proposal(town, int(subject)).state is SignatureState.ASKED:
        _ended(town, int(subject), SignatureState.LAPSED)


def lapse_of(town: Town, who: ParticipantId) -> None:
    """Whoever leaves the town signs nothing more, and is proposed no more."""
    at = listing_proposals.c
    theirs = (or_(at.signer == who, at.participant_id == who), at.state == SignatureState.ASKED)
    for row in town.conn.execute(_proposals(town).where(*theirs)).all():
        clear_timer(town, SIGNATURE_DUE, str(row.proposal_id))
        _ended(town, row.proposal_id, SignatureState.LAPSED)


def proposal(town: Town, proposal_id: int, *, again: bool = False) -> Proposal:
    """A proposal of the town as it stands. Raises `Outdated`."""
    one = _proposals(town).where(listing_proposals.c.proposal_id == proposal_id)
    return _proposal(live_row(town.conn, one), again=again)


def _ended(town: Town, proposal_id: int, state: SignatureState) -> Proposal:
    change_row(
        town.conn, listing_proposals, proposal_id, state=state.value, decided_town_s=town.now
    )
    role = Role.OFFICE if state is SignatureState.LAPSED else town.actor.role
    note(town, f"listing_{state}", "second signature", role=role)
    found = proposal(town, proposal_id)
    town.emit(SignatureGiven(found))
    return found


def _drawn(town: Town, who: Neighbour) -> ParticipantId:
    """A participant by lot."""
    barred = masks.hidden(town) | {who.participant_id, town.actor.participant_id}
    may = [
        one.participant_id
        for one in neighbours(town)
        if not one.is_resident
        and one.participant_id not in barred
        and not is_steward(town.conn, one.participant_id)
    ]
    if not may:
        raise NobodyToSign(name=who.name)
    return town.randomness("second_signature").pick(may)


def _proposals(town: Town) -> Select[Any]:
    return (
        select(listing_proposals, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == listing_proposals.c.participant_id)
        .where(listing_proposals.c.workshop_id == town.workshop_id)
        .order_by(listing_proposals.c.proposal_id)
    )


def _proposal(row: AnyRow, *, again: bool = False) -> Proposal:
    return Proposal(
        proposal_id=row.proposal_id,
        whom=row.participant_id,
        name=row.name,
        signer=row.signer,
        named=row.ground,
        words=row.words,
        state=SignatureState(row.state),
        until=Moment(row.asked_town_s + SIGNED_WITHIN_S),
        again=again,
    )
