"""The questions of every wave, `seeds/polls.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Sentence, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import Name, load, unique

ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]  # a button carries it


class PollItem(Sourced):
    """One statement to agree with or not. `title`: what a chart and a button call it."""

    item_id: ItemId = Field(alias="id")
    trust: bool = False  # its mean is part of the legitimacy
    title: Localized[Name]
    says: Localized[Sentence]


class PollItems(Strict):
    """The whole file."""

    format: Literal["polls/1"]
    items: Annotated[tuple[PollItem, ...], Field(min_length=4, max_length=6)]


def items() -> tuple[PollItem, ...]:
    """What is asked, in its order. Raises `SeedFault`."""
    return load("polls.yaml", PollItems, _check).items


def _check(file: PollItems) -> Iterator[Complaint]:
    yield from unique(("items",), (one.item_id for one in file.items))
