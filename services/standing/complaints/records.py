"""Complaints as they stand in the book, told no further than the law in force lets scores be told.

Owns reading them and what a finding is. It decides nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from scoring import Difference
from scoring.digest import canonical
from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.kernel.town import ParticipantId
from services.people.identity import PEOPLE
from services.standing.agencies import library
from services.standing.complaints.tables import complaints
from services.standing.scores import SCORES, Explanation, law_of

if TYPE_CHECKING:
    from sqlalchemy import Row

    from services.kernel.town import Town


class FileNotGivenHere(RuleError):
    """The town never gave the asker a file with this seal. Field: `seal`, as it was typed."""


class ComplaintTooLong(RuleError):
    """The words of a complaint or a decision are longer than `limit` characters; `typed` were."""


class TooManyComplaints(RuleError):
    """The asker has `limit` complaints open already."""


class NoSuchComplaint(RuleError):
    """This town has no complaint of that `number`."""


class OwnComplaint(RuleError):
    """Whoever decides is the one who complained. Field: `number`."""


class ComplaintDecided(RuleError):
    """The complaint was decided before, and a decision stands. Field: `number`."""


NUMBER_MAX = 2**31  # above any number that was ever given


class ComplaintState(StrEnum):
    """How far a complaint is."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Opener(StrEnum):
    """Who opened it."""

    PERSON = "person"
    TOWN = "town"  # by itself, because a file that it gave out does not follow


class About(StrEnum):
    """What is said to be wrong."""

    ARITHMETIC = "arithmetic"
    FACT = "fact"
    GUESS = "guess"
    LISTING = "listing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the machine found: books and score agree, or where they first differ.

    `where` is empty where the law in force keeps the place to itself.
    """

    agrees: bool
    where: str = ""
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint about one score."""

    complaint_id: int
    number: int  # in its town
    who: ParticipantId
    name: str
    agency_id: str
    title: Localized
    score: int
    opener: Opener
    words: str
    finding: Finding | None  # None: from before the town looked
    state: ComplaintState
    opened: Moment
    decided: Moment | None
    decided_words: str
    about: About = About.ARITHMETIC
    score_after: int | None = None  # what the agency computed anew, where it was upheld


def written(difference: Difference | None) -> str:
    """A finding as its row keeps it."""
    finding = {} if difference is None else asdict(difference)
    return canonical(finding).decode()


def complaint_of(town: Town, number: int) -> Complaint:
    """A complaint of this town by its number. Raises `NoSuchComplaint`."""
    found = _found(town, _all(town).where(complaints.c.number == min(number, NUMBER_MAX)))
    if not found:
        raise NoSuchComplaint(number=number)
    return found[0]


def complaint_by_id(town: Town, complaint_id: int) -> Complaint:
    """A complaint as its card names it. Raises `Outdated` for one of another town."""
    found = _found(town, _all(town).where(complaints.c.complaint_id == complaint_id))
    if not found:
        raise Outdated
    return found[0]


def about(town: Town, score_id: int) -> Complaint | None:
    """The first complaint about a score, if there is one."""
    query = _all(town).where(complaints.c.score_id == score_id)
    found = _found(town, query.order_by(complaints.c.number).limit(1))
    return found[0] if found else None


def of_person(town: Town, who: ParticipantId) -> list[Complaint]:
    """Everything about somebody's scores, the newest first."""
    query = _all(town).where(SCORES.c.participant_id == who)
    return _found(town, query.order_by(complaints.c.number.desc()))


def of_town(town: Town) -> list[Complaint]:
    """Everything, what is open first and oldest first, then what was decided, newest first."""
    found = _found(town, _all(town).order_by(complaints.c.number))
    waiting = [one for one in found if one.state is ComplaintState.OPEN]
    return waiting + [one for one in reversed(found) if one.state is not ComplaintState.OPEN]


def next_number(town: Town) -> int:
    """The number of the next complaint; the caller holds the workshop."""
    found = town.conn.scalar(
        select(func.max(complaints.c.number)).where(complaints.c.workshop_id == town.workshop_id)
    )
    return (found or 0) + 1


def _all(town: Town) -> Select[Any]:
    return (
        select(
            complaints,
            SCORES.c.participant_id,
            SCORES.c.agency,
            SCORES.c.document_id,
            SCORES.c.document_version,
            SCORES.c.score,
            PEOPLE.c.name,
        )
        .join(SCORES, SCORES.c.score_id == complaints.c.score_id)
        .join(PEOPLE, PEOPLE.c.participant_id == SCORES.c.participant_id)
        .where(complaints.c.workshop_id == town.workshop_id)
    )


def _found(town: Town, query: Select[Any]) -> list[Complaint]:
    explanation = law_of(town).explanation
    return [_complaint(row, explanation) for row in town.conn.execute(query)]


def _complaint(row: Row[*tuple[Any, ...]], explanation: Explanation) -> Complaint:
    return Complaint(
        row.complaint_id,
        row.number,
        ParticipantId(row.participant_id),
        row.name,
        row.agency,
        _title(row),
        row.score,
        Opener(row.opener),
        row.words,
        _finding(row.finding, explanation),
        ComplaintState(row.state),
        Moment(row.opened_town_s),
        None if row.decided_town_s is None else Moment(row.decided_town_s),
        row.decided_words,
        About(row.about),
        row.score_after,
    )


def _title(row: Row[*tuple[Any, ...]]) -> Localized:
    document = library().documents.get((row.document_id, row.document_version))
    return Localized(en=row.agency, zh=row.agency) if document is None else document.title


def _finding(kept: str, explanation: Explanation) -> Finding | None:
    """Two scores may always be told; any other place would tell how a score comes about."""
    if not kept:
        return None
    said = json.loads(kept)
    if not said:
        return Finding(agrees=True)
    if explanation is Explanation.RECEIPT or said["where"] == "score":
        return Finding(agrees=False, **said)
    return Finding(agrees=False)
