"""The papers that stand beside the score documents, read and checked once: gates, actions, bands.

Which document speaks for an agency on a day is the agencies' business.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from scoring import (
    Actions,
    FactKind,
    Gate,
    ScoreDocument,
    StandardBands,
    load_actions,
    load_gates,
    load_kinds,
    load_standard_bands,
)
from services.standing.agencies import library

DOCUMENTS = Path(__file__).parents[3] / "seeds/scores"
PAY_SCORE = "pay_score"  # the agency, and its document


@lru_cache(maxsize=1)
def gates() -> dict[str, Gate]:
    """Services and the score from which they ask no deposit."""
    return load_gates(DOCUMENTS / "gates.yaml")


@lru_cache(maxsize=1)
def actions() -> Actions:
    """What people can do about a score, and what it costs."""
    return load_actions(DOCUMENTS / "actions.yaml")


@lru_cache(maxsize=1)
def kinds() -> dict[str, FactKind]:
    """The catalogue of fact kinds."""
    return load_kinds(DOCUMENTS / "fact_kinds.yaml")


@lru_cache(maxsize=1)
def standard_bands() -> StandardBands:
    """The one table of bands for every scale."""
    return load_standard_bands(DOCUMENTS / "standard_bands.yaml")


def read_documents() -> None:
    """Read and check everything now: a bad paper stops the start, and no person waits for one.

    Raises `scoring.BadDocument`.
    """
    for reading in (library, gates, actions, kinds, standard_bands):
        reading()


def score_document(document_id: str, version: int) -> ScoreDocument:
    """The document that a stored score was given by."""
    return library().documents[document_id, version]


def pay_score_document() -> ScoreDocument:
    """The Pay Score's first document, which every town begins with."""
    return score_document(PAY_SCORE, 1)
