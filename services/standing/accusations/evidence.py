"""What can be looked at in a case, `seeds/evidence.yaml`, and what each thing shows in one case.

A thing may mislead: how often is data. What it shows is chance's once and the same ever after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from services.kernel.localized import Localized
from services.kernel.seeds import PER_MILLE, Name, PerMille, load
from services.kernel.town import Randomness, Town


class Piece(Strict):
    """One thing to look at: how often it is right, and what it shows either way."""

    title: Localized[Name]
    right_per_mille: PerMille
    staged: Localized
    real: Localized


class Evidence(Sourced):
    """The whole file."""

    format: Literal["evidence/1"]
    looks: Annotated[int, Field(ge=1)]
    pieces: Annotated[Mapping[Id, Piece], Field(min_length=1)]


def evidence() -> Evidence:
    """All pieces, and how many of them there is time for. Raises `SeedFault`."""
    return load("evidence.yaml", Evidence)


def shown(town: Town, accusation_id: int, piece_id: str, *, is_staged: bool) -> bool:
    """Whether a piece shows a staged fall in this case; as often as its number says it is wrong."""
    chance = Randomness(town.workshop.secret, f"evidence|{accusation_id}|{piece_id}")
    is_right = chance.below(PER_MILLE) < evidence().pieces[piece_id].right_per_mille
    return is_staged == is_right
