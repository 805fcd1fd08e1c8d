"""Everything that is known of oneself as one file, with a codebook: access, and portability.

Owns what stands in the file, and the clock of the answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select

from scoring.document import Id, Sourced
from services.kernel.localized import Localized
from services.kernel.schema import AnyRow
from services.kernel.seeds import load
from services.kernel.time import Moment
from services.kernel.town import Town
from services.law import clocks, switchboard
from services.living.privacy.data_ledger import DataSecret
from services.living.privacy.reading import Reading, given, readers
from services.people.facts import STANDING_FACTS, StoredFact, facts_of, kinds, notes_of
from services.standing import listings, proxies
from services.standing.scores import law_of

FORMAT = "my-data/1"


class Codebook(Sourced):
    """What each field says."""

    format: Literal["my-data-codebook/1"]
    fields: Annotated[dict[Id, Localized], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyFile:
    """The file, and until when it had to come; None where the law knows no such term."""

    name: str
    text: str
    facts: int
    clock: Localized | None
    due: Moment | None


def codebook() -> Codebook:
    """The fields of the file. Raises `SeedFault`."""
    return load("my_data.yaml", Codebook)


def take_data(town: Town) -> MyFile:
    """All that is known of the actor, who read it and what for. Raises `DataSecret`."""
    if not law_of(town).opens_books:
        raise DataSecret
    clock = _answered(town)
    facts = facts_of(town, town.actor.pid)
    told = {
        "format": FORMAT,
        "as_of_town_s": town.now,
        "clock": None if clock is None else _clock(clock),
        "facts": _facts(town, facts),
        "scores": [_score(row) for row in given(town)],
        "guesses": list(proxies.standing_guesses(town, town.actor.pid)),
        "listings": [
            {"agency": one.agency, "since": one.listed, "until": one.delisted}
            for one in listings.own_of_late(town, 0)
        ],
        "codebook": {"fields": _words(codebook().fields), "kinds": _kinds(facts)},
    }
    return MyFile(
        name=f"my-data-{town.now}.json",
        text=json.dumps(told, ensure_ascii=False, indent=1),
        facts=len(facts),
        clock=None if clock is None else clock.title,
        due=None if clock is None else clock.due,
    )


def _answered(town: Town) -> clocks.Reading | None:
    """The answer is given at once; the ledger shows that it was, and what the law would allow."""
    if not switchboard.is_on(town, switchboard.Switch.DATA_RIGHTS):
        return None
    subject = f"access:{town.actor.pid}"
    clocks.start(town, subject, "gdpr", "answer")
    clocks.decide(town, subject)
    return clocks.current(town, subject)


def _clock(one: clocks.Reading) -> dict[str, Any]:
    moments = {"asked": one.started, "due": one.due, "answered": one.ended}
    told = {name: None if at is None else at.town_s for name, at in moments.items()}
    return {"clock": one.clock, "stage": one.stage, **told}


def _facts(town: Town, facts: Sequence[StoredFact]) -> list[dict[str, Any]]:
    at = STANDING_FACTS.c
    counts = set(town.conn.scalars(select(at.fact_id).where(at.participant_id == town.actor.pid)))
    seen, said = readers(town, facts), notes_of(town, town.actor.pid)
    return [
        {
            "kind": one.kind,
            "at": one.at,
            "amount": one.amount,
            "source": one.source,
            "purpose": one.purpose,
            "recipients": one.recipients.split(","),
            "is_standing": one.fact_id in counts,
            "read_by": [_reading(read) for read in seen.get(one.fact_id, ())],
            "note": said.get(one.fact_id, ""),
        }
        for one in facts
    ]


def _reading(one: Reading) -> dict[str, Any]:
    return {"agency": one.agency, "why": "rating", "times": one.times, "last": one.last}


def _score(row: AnyRow) -> dict[str, Any]:
    told = ("agency", "document_id", "document_version", "town_s", "score")
    return {name: getattr(row, name) for name in told}


def _kinds(facts: Sequence[StoredFact]) -> dict[str, Any]:
    known = kinds()
    return {
        name: {
            "title": None if known[name].title is None else _both(known[name].title),
            "means": known[name].means,
            "unit": known[name].unit,
            "provenance": known[name].provenance,
        }
        for name in sorted({one.kind for one in facts})
        if name in known
    }


def _words(said: Mapping[str, Localized]) -> dict[str, Any]:
    return {name: _both(one) for name, one in said.items()}


def _both(one: Localized | None) -> dict[str, str] | None:
    return None if one is None else {"en": one.en, "zh": one.zh}
