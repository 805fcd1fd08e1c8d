"""The papers that stand beside the score documents, read and checked once: gates, actions, bands.

Which document speaks for an agency on a day is the agencies' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from scoring import Actions, Gate, Gates, StandardBands
from services.kernel.seeds import load
from services.people.facts import kinds
from services.standing.agencies import library

PAY_SCORE = "pay_score"  # the agency, and its document


def gates() -> Mapping[str, Gate]:
    """Services and the score from which they ask no deposit."""
    return load("scores/gates.yaml", Gates).gates


def actions() -> Actions:
    """What people can do about a score, and what it costs."""
    return load("scores/actions.yaml", Actions)


@lru_cache(maxsize=64)
def actions_under(forbidden: frozenset[str]) -> Actions:
    """The same where some kinds of facts count for nobody: what leaves only these is left out."""
    known = actions()
    left = {
        name: action.model_copy(update={"leaves": kept})
        for name, action in known.actions.items()
        for kept in [tuple(trace for trace in action.leaves if trace.kind not in forbidden)]
        if kept or not action.leaves
    }
    return known.model_copy(update={"actions": left})


def standard_bands() -> StandardBands:
    """The one table of bands for every scale."""
    return load("scores/standard_bands.yaml", StandardBands)


def read_documents() -> None:
    """Read and check everything now: a bad paper stops the start, and no person waits for one.

    Raises `scoring.BadDocument`, `SeedFault`.
    """
    for reading in (library, gates, actions, kinds, standard_bands):
        reading()
