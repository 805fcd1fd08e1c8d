"""Quiet for some minutes, by whoever runs the town, and never for longer than that.

Only words to others are held up: paying, reading, leaving and a raised hand are as before. No fact
tells of it and nobody rates it, as of a mask.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, Event, ParticipantId, Role, Town, WorkshopId, require
from services.people.identity import by_id
from services.people.mutes.tables import mutes

MINUTES = 10
MINUTE_MS = 60_000


class Muted(RuleError):
    """What the actor writes reaches nobody for `minutes` more."""


@dataclass(frozen=True, slots=True)
class MuteChanged(Event):
    """Somebody's words reach nobody for `minutes`, or at once again for none."""

    workshop_id: WorkshopId
    who: ParticipantId
    name: str
    minutes: int


def set_mute(town: Town, who: str, *, on: bool) -> MuteChanged:
    """Hold up somebody's words from now, or no more. Anew it counts from now again.

    Raises `NotAllowed`, `NobodyOfThatName`.
    """
    require(town, *STEWARDS)
    found = by_id(town, who)
    mine = mutes.c.participant_id == found.participant_id
    was_muted = found.participant_id in muted(town)
    if on:
        until = town.wall_ms + MINUTES * MINUTE_MS
        values = {"workshop_id": town.workshop_id, "until_ms": until}
        if not insert_new(town.conn, mutes, participant_id=found.participant_id, **values):
            town.conn.execute(update(mutes).where(mine).values(until_ms=until))
    else:
        town.conn.execute(delete(mutes).where(mine))
    changed = MuteChanged(town.workshop_id, found.participant_id, found.name, MINUTES if on else 0)
    if on or was_muted:
        note(town, "mute", "on" if on else "off", role=town.actor.role)
        town.emit(changed)
    return changed


def muted(town: Town) -> dict[ParticipantId, int]:
    """Whose words reach nobody now, each for how many minutes more."""
    at = mutes.c
    still = (at.workshop_id == town.workshop_id, at.until_ms > town.wall_ms)
    rows = town.conn.execute(select(at.participant_id, at.until_ms).where(*still))
    return {who: minutes_left(until_ms, town.wall_ms) for who, until_ms in rows}


def require_voice(town: Town, words: str | None = None) -> None:
    """Raises `Muted` where the actor's words are to reach nobody; where there are some."""
    if words == "" or town.actor.role is not Role.PARTICIPANT:
        return
    mine = mutes.c.participant_id == town.actor.pid
    until_ms = town.conn.scalar(select(mutes.c.until_ms).where(mine))
    if until_ms is not None and until_ms > town.wall_ms:
        raise Muted(minutes=minutes_left(until_ms, town.wall_ms))


def minutes_left(until_ms: int, wall_ms: int) -> int:
    """Minutes that are not over yet, the last one whole."""
    return -((wall_ms - until_ms) // MINUTE_MS)
