"""What the room would have decided on the licences, before it hears what was: a reason each.

No name is told, and no fact is left: an opinion must not be held against anybody. History is not
changed by it; what the review tells stands beside what the room said.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select, update

from services.kernel.errors import Outdated
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, Event, Town, require
from services.people.identity import lock_participant
from services.standing.agencies.bureau import (
    Reason,
    ReviewedBefore,
    licences,
    ownership,
    review_licences,
)
from services.standing.agencies.tables import licence_opinions


class LicenceAsked(Event):
    """Everybody is asked whether they would license the eight."""


def ask_room(town: Town) -> None:
    """Ask everybody, as long as the review is not over. Raises `NotAllowed`, `ReviewedBefore`."""
    require(town, *STEWARDS)
    if licences(town):
        raise ReviewedBefore
    town.emit(LicenceAsked())


def judge(town: Town, reason_id: str) -> Reason:
    """Say what one would decide, and why; the last word before the review stands.

    Raises `Outdated`, `ReviewedBefore`.
    """
    reason = ownership().judgement.reasons.get(reason_id)
    if reason is None:
        raise Outdated
    if licences(town):
        raise ReviewedBefore
    me = town.actor.pid
    lock_participant(town, me)
    said = {"reason": reason_id, "town_s": town.now}
    row = {"workshop_id": town.workshop_id, "participant_id": me}
    if not insert_new(town.conn, licence_opinions, **row, **said):
        mine = licence_opinions.c.participant_id == me
        town.conn.execute(update(licence_opinions).where(mine).values(said))
    return reason


def review(town: Town) -> None:
    """Tell how the central bank decided beside what the room said. Raises as `review_licences`."""
    review_licences(town, said=opinions(town))


def opinions(town: Town) -> tuple[tuple[Reason, int], ...]:
    """How many gave each reason, those first that were given most."""
    mine = licence_opinions.c.workshop_id == town.workshop_id
    counted = Counter(town.conn.scalars(select(licence_opinions.c.reason).where(mine)))
    reasons = ownership().judgement.reasons
    return tuple((reasons[one], n) for one, n in counted.most_common() if one in reasons)
