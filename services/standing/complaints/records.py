"""Complaints as they stand in the book, told no further than the law in force lets scores be told.

Owns reading them and what a finding is. It decides nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.kernel.town import ParticipantId, Town
from services.law import clocks
from services.people.identity import PEOPLE
from services.standing.agencies import library
from services.standing.complaints.shapes import (
    NUMBER_MAX,
    About,
    Complaint,
    ComplaintState,
    DecidedBy,
    Finding,
    Forum,
    NoSuchComplaint,
    Opener,
    Order,
    OrderKind,
    View,
)
from services.standing.complaints.tables import case_orders, case_records, complaints
from services.standing.scores import FACTS_GONE, SCORES, Explanation, law_of


def clock_name(number: int) -> str:
    """What the ledger of clocks calls a complaint."""
    return f"complaint:{number}"


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


def asked_before(town: Town, subject: str) -> Complaint | None:
    """What the asker complained of before by the same subject."""
    found = of_subjects(town, complaints.c.subject == subject)
    return next((one for one in reversed(found) if one.who == town.actor.pid), None)


def of_town(town: Town) -> list[Complaint]:
    """Everything, what is open first and oldest first, then what was decided, newest first."""
    found = _found(town)
    waiting = [one for one in found if one.state is ComplaintState.OPEN]
    return waiting + [one for one in reversed(found) if one.state is not ComplaintState.OPEN]


def _found(town: Town, *where: ColumnElement[bool]) -> list[Complaint]:
    score = SCORES.c
    of_case = case_records.c
    rows = town.conn.execute(
        select(
            complaints,
            of_case.forum,
            of_case.ground,
            of_case.decided_by,
            of_case.signer_id,
            of_case.second_id,
            of_case.balance,
            of_case.view,
            score.participant_id,
            score.agency,
            score.document_id,
            score.document_version,
            score.score,
            PEOPLE.c.name,
        )
        .join(SCORES, score.score_id == complaints.c.score_id)
        .join(case_records, of_case.complaint_id == complaints.c.complaint_id)
        .join(PEOPLE, PEOPLE.c.participant_id == score.participant_id)
        .where(complaints.c.workshop_id == town.workshop_id, *where)
        .order_by(complaints.c.number)
    ).all()
    if not rows:
        return []
    explanation = law_of(town).explanation
    ordered = _orders(town, [row.complaint_id for row in rows])
    running = clocks.stages(town, [clock_name(row.number) for row in rows])
    return [
        replace(
            _complaint(row, explanation),
            orders=tuple(ordered[row.complaint_id]),
            clock=(running.get(clock_name(row.number)) or (None,))[-1],
        )
        for row in rows
    ]


def _orders(town: Town, numbers: Sequence[int]) -> Mapping[int, list[Order]]:
    at, found = case_orders.c, defaultdict[int, list[Order]](list)
    mine = select(case_orders).where(at.complaint_id.in_(numbers)).order_by(at.order_id)
    for row in town.conn.execute(mine):
        found[row.complaint_id].append(
            Order(
                kind=OrderKind(row.kind),
                target=row.target,
                detail=row.detail,
                ordered=row.ordered_town_s,
                is_cured=row.is_cured,
            )
        )
    return found


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
        _about(row),
        row.score_after,
        row.subject,
        Forum(row.forum),
        row.ground,
        DecidedBy(row.decided_by),
        row.signer_id,
        row.balance,
        View(row.view),
        second=row.second_id,
    )


def _about(row: Row[*tuple[Any, ...]]) -> About:
    """Of two matters the subject tells, and the column says what they are nearest to."""
    told = row.subject.partition(":")[0]
    return About(told if told in (About.UNTOLD, About.UNSAID) else row.about)


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
    if said["where"] == FACTS_GONE:
        return Finding(agrees=False, where=FACTS_GONE)
    if explanation is Explanation.RECEIPT or said["where"] == "score":
        return Finding(agrees=False, **said)
    return Finding(agrees=False)
