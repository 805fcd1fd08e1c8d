"""Complaints as they stand in the book, told no further than the law in force lets scores be told.

Owns reading them and what a finding is. It decides nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.kernel.town import Event, ParticipantId, Town
from services.people.identity import PEOPLE
from services.standing.agencies import library
from services.standing.complaints.tables import complaints
from services.standing.scores import SCORES, Explanation, law_of


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
    score_id: int
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
    subject: str = ""  # which entry of a list, where it contests one

    @property
    def is_contest(self) -> bool:
        """Whether it contests one entry of a list."""
        return self.subject.startswith("listing:")


@dataclass(frozen=True, slots=True)
class ComplaintOpened(Event):
    """A complaint stands in the book, opened by its person or by the town."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ComplaintEnded(Event):
    """A complaint was upheld or dismissed."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ComplaintConcerns(Event):
    """Its person has said what a complaint is about."""

    complaint_id: int


def complaint_of(town: Town, number: int) -> Complaint:
    """A complaint of this town by its number. Raises `NoSuchComplaint`."""
    found = _found(town, complaints.c.number == min(number, NUMBER_MAX))
    if not found:
        raise NoSuchComplaint(number=number)
    return found[0]


def complaint_by_id(town: Town, complaint_id: int) -> Complaint:
    """A complaint as its card names it. Raises `Outdated` for one of another town."""
    found = _found(town, complaints.c.complaint_id == complaint_id)
    if not found:
        raise Outdated
    return found[0]


def about(town: Town, score_id: int) -> Complaint | None:
    """The first complaint about a score, if there is one."""
    return next(iter(_found(town, complaints.c.score_id == score_id)), None)


def of_person(town: Town, who: ParticipantId) -> list[Complaint]:
    """Everything about somebody's scores, the newest first."""
    return _found(town, SCORES.c.participant_id == who)[::-1]


def of_subjects(town: Town, named: ColumnElement[bool]) -> list[Complaint]:
    """Those about subjects that meet a condition, the oldest first."""
    return _found(town, named)


def of_town(town: Town) -> list[Complaint]:
    """Everything, what is open first and oldest first, then what was decided, newest first."""
    found = _found(town)
    waiting = [one for one in found if one.state is ComplaintState.OPEN]
    return waiting + [one for one in reversed(found) if one.state is not ComplaintState.OPEN]


def _found(town: Town, *where: ColumnElement[bool]) -> list[Complaint]:
    score = SCORES.c
    rows = town.conn.execute(
        select(
            complaints,
            score.participant_id,
            score.agency,
            score.document_id,
            score.document_version,
            score.score,
            PEOPLE.c.name,
        )
        .join(SCORES, score.score_id == complaints.c.score_id)
        .join(PEOPLE, PEOPLE.c.participant_id == score.participant_id)
        .where(complaints.c.workshop_id == town.workshop_id, *where)
        .order_by(complaints.c.number)
    )
    explanation = law_of(town).explanation
    return [_complaint(row, explanation) for row in rows]


def _complaint(row: Row[*tuple[Any, ...]], explanation: Explanation) -> Complaint:
    return Complaint(
        row.complaint_id,
        row.number,
        row.participant_id,
        row.name,
        row.agency,
        _title(row),
        row.score_id,
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
        row.subject,
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
