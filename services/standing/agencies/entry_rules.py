"""From which score a company praises, and below which it blames: the block `lists:` of its file.

Who is on which list is the lists' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from scoring.document import Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.seeds import known
from services.standing.agencies.shelf import library

AtMost = Annotated[int, Field(ge=1, le=20)]  # a longer list would be no list but a register


class Red(Strict):
    """Who is praised."""

    start: Annotated[int, Field(alias="from")]
    at_most: AtMost


class Black(Strict):
    """Who is blamed."""

    below: int
    at_most: AtMost


class EntryRules(Sourced):
    """How one company draws up its two lists, and how well that is evidenced."""

    red: Red
    black: Black


def faults(rules: EntryRules, document_id: str) -> Iterator[Complaint]:
    """What cannot be, in the file of the agency that scores by this document."""
    red, black = rules.red.start, rules.black.below
    starts = {("lists", "red", "from"): red, ("lists", "black", "below"): black}
    if red <= black:
        yield Complaint(
            ("lists", "red", "from"), f"{red} is not above black.below {black}", "a higher red.from"
        )
    documents = library().documents
    versions = [document for (name, _), document in documents.items() if name == document_id]
    yield from known(("document",), document_id, {name for name, _ in documents})
    low = max((document.scale.min for document in versions), default=red)
    high = min((document.scale.max for document in versions), default=red)
    for place, at in starts.items():
        if versions and not low < at <= high:
            yield Complaint(
                place, f"{at} is off the scale of {document_id}", f"{low + 1} to {high}"
            )
