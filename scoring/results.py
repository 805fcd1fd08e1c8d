"""What an evaluation says: the score, and the tree of how it came about.

Owns the shapes only, so that receipts, reasons and exports can read them without knowing the
evaluator.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One rule: how many facts it read, what they measured (None: no such fact), the points."""

    rule: str
    facts: int
    value: int | None
    points: int
    outlawed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One factor: the points that count, and the sum of its rules before the cap."""

    factor: str
    points: int
    uncapped: int
    inputs: tuple[Input, ...]
    outlawed: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A reason code and the points it cost against the best attainable."""

    code: str
    factor: str
    points: int
    text_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A score with everything needed to check it by hand: base + contributions = score."""

    document_id: str
    document_version: int
    as_of: int
    base: int
    score: int
    contributions: tuple[Contribution, ...]
    reasons: tuple[Lost, ...]
