"""Taking one's score away as a file, and saying that it does not follow.

Owns what the town remembers of files it gave out, and complaints. The file's form and its check
are `scoring.export`'s.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy import func, select

from scoring import Issuer, export, export_text
from services.agencies import library
from services.kernel.time import Moment
from services.kernel.town import Town
from services.kernel.upsert import insert_new
from services.scores.assessing import judge, keep
from services.scores.errors import CalculationSecret, ComplaintTooLong, NoScoreYet
from services.scores.events import ComplaintOpened
from services.scores.history import Given, given
from services.scores.lawful import Explanation, law_of
from services.scores.papers import PAY_SCORE, paper
from services.scores.service import rated_by
from services.scores.tables import complaints, score_exports, scores
from services.scores.told import Told, told

COMPLAINT_MAX = 500
KEY_LABEL = b"score-export/1"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that proves itself: its name, its text, the integer that it must give."""

    name: str
    text: str
    title: Told
    score: int
    facts: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as it stands in the book."""

    number: int
    title: Told
    score: int
    at: Moment
    is_new: bool


def take_away(town: Town, typed: str = PAY_SCORE) -> Exported:
    """Facts, document and result as one sealed and signed file.

    Raises `CalculationSecret` unless the law grants receipts, `NoSuchAgency`, `NotAMember`.
    """
    lawful = law_of(town)
    if lawful.explanation is not Explanation.RECEIPT:
        raise CalculationSecret
    one = rated_by(town, typed)
    assessed = judge(town, [town.actor.pid], one.agency_id, lawful)[town.actor.pid]
    document = assessed.document
    exported = export(
        document,
        assessed.facts,
        as_of=town.now,
        law=assessed.law,
        chain=library().chain(document),
        issuer=Issuer(signing_key(town)),
    )
    insert_new(
        town.conn,
        score_exports,
        workshop_id=town.workshop_id,
        key=f"{town.key}:{one.agency_id}",
        score_id=keep(town, one.agency_id, assessed),
        town_s=town.now,
        seal=exported["seal"],
    )
    name = f"score-{document.id}-{town.now}.json"
    score, count = assessed.result.score, len(exported["facts"])
    return Exported(name, export_text(exported), told(one.title), score, count)


def complain(town: Town, words: str) -> Complaint:
    """Say that a score is wrong: the one last taken away, else the one last given.

    Once per score; complaining again gives the complaint that stands. Raises `NoScoreYet`,
    `ComplaintTooLong`.
    """
    if len(words) > COMPLAINT_MAX:
        raise ComplaintTooLong(limit=COMPLAINT_MAX, typed=len(words))
    about = _last_score(town)
    is_new = insert_new(
        town.conn,
        complaints,
        workshop_id=town.workshop_id,
        number=_next_number(town),
        score_id=about.score_id,
        words=words,
        opened_town_s=town.now,
    )
    row = town.conn.execute(
        select(complaints.c.number, complaints.c.opened_town_s).where(
            complaints.c.score_id == about.score_id
        )
    ).one()
    title = told(paper(about.document_id, about.document_version).title)
    if is_new:
        town.tell(ComplaintOpened(row.number, town.actor.name, title, about.score, words))
    return Complaint(row.number, title, about.score, Moment(row.opened_town_s), is_new)


def signing_key(town: Town) -> bytes:
    """The town's own key, by which it knows its files again."""
    return hmac.digest(town.workshop.secret, KEY_LABEL, "sha256")


def _last_score(town: Town) -> Given:
    mine = select(scores).where(scores.c.participant_id == town.actor.pid)
    exported = mine.join(score_exports, score_exports.c.score_id == scores.c.score_id).order_by(
        score_exports.c.export_id.desc()
    )
    for query in (exported, mine.order_by(scores.c.score_id.desc())):
        row = town.conn.execute(query.limit(1)).one_or_none()
        if row is not None:
            return given(row)
    raise NoScoreYet


def _next_number(town: Town) -> int:
    found = town.conn.scalar(
        select(func.max(complaints.c.number)).where(complaints.c.workshop_id == town.workshop_id)
    )
    return (found or 0) + 1
