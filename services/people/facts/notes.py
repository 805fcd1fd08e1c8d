"""A note of one's own beside a fact: why it was so. It changes no fact and counts in no score.

Owns the words and whose they are. Whether anybody has to show them is the law's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update

from services.kernel.errors import Outdated, RuleError
from services.kernel.schema import insert_new
from services.kernel.town import ParticipantId, Town
from services.people.facts.tables import fact_notes, facts

NOTE_MAX = 200


class FactNoteTooLong(RuleError):
    """The note is longer than `limit` characters; `typed` were."""


def write_note(town: Town, fact_id: int, words: str) -> None:
    """Put a note beside a fact of one's own; a new one takes the place of the one before.

    Raises `FactNoteTooLong`, `Outdated` for a fact of others or one that is gone.
    """
    if len(words) > NOTE_MAX:
        raise FactNoteTooLong(limit=NOTE_MAX, typed=len(words))
    me = town.actor.pid
    own = select(facts.c.fact_id).where(facts.c.fact_id == fact_id, facts.c.participant_id == me)
    if town.conn.scalar(own) is None:
        raise Outdated
    at = fact_notes.c
    row = {"workshop_id": town.workshop_id, "participant_id": me, "fact_id": fact_id}
    if not insert_new(town.conn, fact_notes, **row, words=words):
        mine = (at.participant_id == me, at.fact_id == fact_id)
        town.conn.execute(update(fact_notes).where(*mine).values(words=words))


def forget_notes(town: Town, who: ParticipantId) -> None:
    """Erase what one person said beside facts."""
    mine = fact_notes.c.participant_id == who
    town.conn.execute(update(fact_notes).where(mine).values(words=""))


def notes_of(town: Town, who: ParticipantId) -> Mapping[int, str]:
    """The notes of one person, by the number of the fact."""
    at = fact_notes.c
    mine = select(at.fact_id, at.words).where(at.participant_id == who, at.words != "")
    return {row.fact_id: row.words for row in town.conn.execute(mine.order_by(at.fact_id))}
