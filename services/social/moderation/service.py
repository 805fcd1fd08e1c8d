"""Pausing before what would be flagged, flagging what is written all the same, counting the rest.

The first draft on a topic goes nowhere and its writer hears why; the next one on it goes, and that
it was flagged is a fact. What is never written again was cancelled: that is counted, nothing more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select, update

from services.kernel.localized import Localized
from services.kernel.schema import insert_new
from services.kernel.town import Event, ParticipantId, Role, Town, require
from services.law import switchboard
from services.people import mutes
from services.people.facts import Fact, record
from services.social.moderation.catalogue import moderation, topics
from services.social.moderation.tables import held_drafts


@dataclass(frozen=True, slots=True)
class DraftHeld(Event):
    """What somebody wrote was not sent yet: an office would note the topic."""

    who: ParticipantId
    topic: Localized


@dataclass(frozen=True, slots=True)
class MessageFlagged(Event):
    """Somebody wrote on, and the office has noted it."""

    who: ParticipantId
    topic: Localized


@dataclass(frozen=True, slots=True)
class Chill:
    """What the pause did to drafts. `cancelled`: taken back, or never written again."""

    is_on: bool
    held: int
    sent: int
    cancelled: int


def holds_back(town: Town, text: str) -> bool:
    """Whether this text of the actor goes nowhere yet. Flags it when it goes at the second try.

    Raises `Muted`: whoever runs the town has asked them to be quiet.
    """
    if town.actor.role is not Role.PARTICIPANT:
        return False  # residents are not to be frightened
    mutes.require_voice(town)
    topic = next((one for one in topics() if one.is_in(text)), None)
    if topic is None or not switchboard.is_on(town, switchboard.Switch.MODERATION):
        return False
    me = town.actor.pid
    if insert_new(
        town.conn,
        held_drafts,
        workshop_id=town.workshop_id,
        participant_id=me,
        topic=topic.id,
        held_town_s=town.now,
    ):
        town.emit(DraftHeld(me, topic.title))
        return True
    _settle(town, "sent", topic.id)
    office = moderation().office
    record(town, Fact(me, topic.fact, source=office, purpose="moderation", recipients=office))
    town.emit(MessageFlagged(me, topic.title))
    return False


def withdraw(town: Town) -> int:
    """Leave unsaid what gave the actor pause: how many drafts that were."""
    return _settle(town, "withdrawn")


def chill(town: Town) -> Chill:
    """What the pause did so far, in numbers. Raises `NotAllowed`."""
    require(town, Role.FACILITATOR)
    rows = town.conn.execute(
        select(held_drafts.c.state, func.count())
        .where(held_drafts.c.workshop_id == town.workshop_id)
        .group_by(held_drafts.c.state)
    )
    counts = Counter({state: count for state, count in rows})
    is_on = switchboard.is_on(town, switchboard.Switch.MODERATION)
    return Chill(is_on, counts.total(), counts["sent"], counts["held"] + counts["withdrawn"])


def _settle(town: Town, state: str, *topic: str) -> int:
    drafts = held_drafts.c
    mine = drafts.participant_id == town.actor.pid, drafts.state == "held"
    about = [drafts.topic == one for one in topic]
    return town.conn.execute(update(held_drafts).where(*mine, *about).values(state=state)).rowcount
