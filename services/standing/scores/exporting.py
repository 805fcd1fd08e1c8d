"""Taking one's score away as a file that proves itself, and finding again what was given out.

Owns what the town remembers of its files. The file's form and its check are `scoring`'s; what
becomes of a file that does not follow is told as an event.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from scoring import Difference, Issuer, export, export_text
from scoring.exportfile import is_address
from services.kernel.localized import Localized
from services.kernel.schema import insert_new
from services.kernel.town import Event, ParticipantId, Town
from services.standing.agencies import library
from services.standing.scores.assessing import Assessed, evaluate_for, store_score
from services.standing.scores.checking import facts_told, self_check
from services.standing.scores.documents import PAY_SCORE
from services.standing.scores.history import GIVEN, Given
from services.standing.scores.lawful import CalculationSecret, Explanation, NoScoreYet, law_of
from services.standing.scores.service import rated_by
from services.standing.scores.tables import score_exports, scores

KEY_LABEL = b"score-export/1"


@dataclass(frozen=True, slots=True)
class ExportDiffers(Event):
    """A file was handed out although the town itself found that it does not follow."""

    who: ParticipantId
    score_id: int
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that proves itself: its name, its text, the integer that it must give."""

    name: str
    text: str
    title: Localized
    score: int
    facts: int
    difference: Difference | None  # what the town found wrong with it before handing it out


def take_away(town: Town, typed: str = PAY_SCORE) -> Exported:
    """Facts, document and result as one sealed and signed file, checked before it goes out.

    One that does not follow is handed out all the same, and `ExportDiffers` is told. Raises
    `CalculationSecret` unless the law grants receipts, `NoSuchAgency`, `NotRatedThere`.
    """
    lawful = law_of(town)
    if lawful.explanation is not Explanation.RECEIPT:
        raise CalculationSecret(opens=Explanation.RECEIPT.value)
    one = rated_by(town, typed)
    assessed = evaluate_for(town, [town.actor.pid], one.agency_id, lawful)[town.actor.pid]
    exported = _file(town, assessed)
    score_id = store_score(town, one.agency_id, assessed)
    insert_new(
        town.conn,
        score_exports,
        workshop_id=town.workshop_id,
        key=f"{town.key}:{one.agency_id}",
        score_id=score_id,
        town_s=town.now,
        seal=exported["seal"],
        facts_sha256=exported["facts_sha256"],
    )
    difference = self_check(assessed, exported, signing_key(town))
    if difference is not None:
        town.emit(ExportDiffers(town.actor.pid, score_id, difference))
    return Exported(
        name=f"score-{assessed.document.id}-{town.now}.json",
        text=export_text(exported),
        title=one.title,
        score=assessed.result.score,
        facts=len(exported["facts"]),
        difference=difference,
    )


def given_out(town: Town, seal: str) -> Given | None:
    """The score of a file that the asker was given here, by how its seal begins."""
    return _first(town, _mine(town).where(score_exports.c.seal.startswith(seal, autoescape=True)))


def last_given(town: Town) -> Given:
    """The asker's score last taken away, else the one last given. Raises `NoScoreYet`."""
    mine = GIVEN.where(scores.c.participant_id == town.actor.pid).order_by(scores.c.score_id.desc())
    found = _first(town, _mine(town)) or _first(town, mine)
    if found is None:
        raise NoScoreYet
    return found


def signing_key(town: Town) -> bytes:
    """The town's own key, by which it knows its files again."""
    return hmac.digest(town.workshop.secret, KEY_LABEL, "sha256")


def _file(town: Town, assessed: Assessed) -> dict[str, Any]:
    chat = f"https://t.me/{town.bot_username}"
    known = town.bot_username and is_address(chat)
    return export(
        assessed.document,
        facts_told(town, assessed),
        as_of=assessed.result.as_of,
        law=assessed.law,
        chain=library().chain(assessed.document),
        issuer=Issuer(signing_key(town), chat if known else None),
    )


def _mine(town: Town) -> Select[Any]:
    """The scores of the asker's files, the file last given out first."""
    return (
        GIVEN.join(score_exports, score_exports.c.score_id == scores.c.score_id)
        .where(scores.c.participant_id == town.actor.pid)
        .order_by(score_exports.c.export_id.desc())
    )


def _first(town: Town, query: Select[Any]) -> Given | None:
    row = town.conn.execute(query.limit(1)).one_or_none()
    return None if row is None else Given(*row)
