"""What an open case needs of what people asked to have erased: held until it ends, then gone.

A case has ended when it was looked at whether its orders were done. Nothing is held in a town that
is closed: no case of it would ever end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from services.kernel.town import ParticipantId, Town
from services.kernel.towns import OPEN, TOWNS
from services.law import switchboard
from services.people import identity
from services.people.facts import forget_notes, notes_of
from services.people.identity import PEOPLE
from services.standing import complaints
from services.standing.complaints import Complaint, Forum, Stage
from services.standing.ombudsman.tables import hearing_words


def unended(town: Town) -> list[Complaint]:
    """The cases that are not over, orders and all; none in a closed town."""
    mine = select(TOWNS.c.state).where(TOWNS.c.workshop_id == town.workshop_id)
    if town.conn.scalar(mine) != OPEN:
        return []
    return [one for one in complaints.of_town(town) if _is_running(one)]


def needed_facts(town: Town) -> Mapping[ParticipantId, int]:
    """Whose facts are needed, and by which case."""
    return {one.who: one.number for one in unended(town)}


def needed_words(town: Town, who: ParticipantId) -> tuple[Complaint, ...]:
    """The cases that need what somebody wrote: their own, with the notes beside facts that its file
    shows, and those at which they spoke.
    """
    at = hearing_words.c
    spoke = select(at.complaint_id).where(at.who == who, at.words != "")
    heard = set(town.conn.scalars(spoke))
    has_notes = _shows_notes(town, who)
    return tuple(
        one
        for one in unended(town)
        if one.complaint_id in heard or (one.who == who and (one.words or has_notes))
    )


def cases_in_need(town: Town, who: ParticipantId) -> tuple[int, ...]:
    """The numbers of these cases."""
    return tuple(one.number for one in needed_words(town, who))


def erase_words(town: Town, who: ParticipantId) -> None:
    """Whoever has left is erased, but for the words that an open case needs."""
    cases = needed_words(town, who)
    needed = [one.complaint_id for one in cases]
    tables = ("complaints", "hearing_words")
    but: dict[tuple[str, str], list[Any]] = {(name, "complaint_id"): needed for name in tables}
    if any(one.who == who for one in cases) and _shows_notes(town, who):
        but["fact_notes", "participant_id"] = [who]
    identity.erase_words(town, who, but)


def release(town: Town, cases: Iterable[Complaint]) -> frozenset[ParticipantId]:
    """Erase, in cases that have ended, the words of all who have left; whose they were."""
    gone: set[ParticipantId] = set()
    ended = tuple(cases)
    numbers = {one.complaint_id for one in ended}
    goes_on = {one.who for one in unended(town) if one.complaint_id not in numbers}
    for one in ended:
        at = hearing_words.c
        spoke = select(at.who).where(at.complaint_id == one.complaint_id, at.who.is_not(None))
        wrote = {one.who, *map(ParticipantId, town.conn.scalars(spoke))}
        here = (PEOPLE.c.participant_id.in_(wrote), PEOPLE.c.person_id.is_(None))
        left = set(
            map(ParticipantId, town.conn.scalars(select(PEOPLE.c.participant_id).where(*here)))
        )
        if not left:
            continue
        theirs = (at.complaint_id == one.complaint_id, at.who.in_(left))
        town.conn.execute(update(hearing_words).where(*theirs).values(words=""))
        if one.who in left:
            complaints.forget_words(town, one)
            if one.who not in goes_on:
                forget_notes(town, one.who)
        gone |= left
    return frozenset(gone)


def _shows_notes(town: Town, who: ParticipantId) -> bool:
    """Whether the files of somebody's cases show notes of theirs; only the law makes them."""
    return switchboard.is_on(town, switchboard.Switch.DATA_RIGHTS) and bool(notes_of(town, who))


def _is_running(one: Complaint) -> bool:
    return one.forum is Forum.OMBUDSMAN and one.stage is not Stage.CHECKED
