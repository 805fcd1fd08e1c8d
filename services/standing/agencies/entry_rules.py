"""From which score a company praises, and below which it blames: data, checked when it is read.

Owns the block `lists:` of an agency's file. Who is on which list is the lists' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.standing.agencies.shelf import library

if TYPE_CHECKING:
    from collections.abc import Iterator

Provenance = Literal["national_rule", "local_pilot", "reported_once", "contested", "invented"]
AtMost = Annotated[int, Field(ge=1, le=20)]  # a longer list would be no list but a register


@dataclass(frozen=True, slots=True)
class EntryRules:
    """How one company draws up its two lists, and how well that is evidenced."""

    red_from: int
    red_at_most: int
    black_below: int
    black_at_most: int
    provenance: str
    source: str


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Red(_Strict):
    start: Annotated[int, Field(alias="from")]
    at_most: AtMost


class _Black(_Strict):
    below: int
    at_most: AtMost


class ListsBlock(_Strict):
    """The block as it is written."""

    red: _Red
    black: _Black
    provenance: Provenance
    source: Annotated[str, Field(min_length=1)]


def rules_of(block: ListsBlock) -> EntryRules:
    """The block as a plain value."""
    return EntryRules(
        block.red.start,
        block.red.at_most,
        block.black.below,
        block.black.at_most,
        block.provenance,
        block.source,
    )


def faults(block: ListsBlock, document_id: str) -> Iterator[str]:
    """What cannot be, in words that say what to write."""
    red, black = block.red.start, block.black.below
    if red <= black:
        yield f"lists: red.from {red} is not above black.below {black}: write a higher red.from"
    versions = [d for d in library().documents.values() if d.id == document_id]
    if not versions:
        yield f"lists: there is no document {document_id}: write one of {_known()}"
        return
    low = max(document.scale.min for document in versions)
    high = min(document.scale.max for document in versions)
    for name, at in (("red.from", red), ("black.below", black)):
        if not low < at <= high:
            yield f"lists: {name} {at} is off the scale of {document_id}: write {low + 1} to {high}"


def _known() -> str:
    return ", ".join(sorted({name for name, _ in library().documents}))
