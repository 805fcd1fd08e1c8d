"""The facts as a file may carry them: without the ids of anybody in the town.

Owns which ids there are and the secret of a file's aliases. Two files share none, so nobody can
be followed from one person's file to another's; the same score gives the same aliases again.
"""

from __future__ import annotations

import hmac
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from scoring import Fact, aliased
from scoring.digest import sha256_of
from services.people.identity import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.kernel.town import Town
    from services.standing.scores.assessing import Assessed

LABEL = "score-export/alias"


def facts_told(town: Town, assessed: Assessed) -> tuple[Fact, ...]:
    """What an evaluation rests on, with an alias for everybody."""
    ids = town.conn.scalars(
        select(PEOPLE.c.participant_id).where(PEOPLE.c.workshop_id == town.workshop_id)
    )
    result = assessed.result
    file = (LABEL, assessed.who, result.document_id, result.document_version, result.as_of)
    secret = hmac.digest(town.workshop.secret, "|".join(map(str, file)).encode(), "sha256")
    return aliased(assessed.facts, list(ids), secret)


def hash_told(facts: Iterable[Fact]) -> str:
    """The hash that a file with these facts carries."""
    return sha256_of([asdict(fact) for fact in facts])
