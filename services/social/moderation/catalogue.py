"""The topics an office may flag and the words by which it knows them: `seeds/moderation.yaml`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Localized, Sourced, Strict
from services.kernel.seeds import load, named


class Topic(Sourced):
    """One topic: its name, the kind of the fact that a flag leaves, the words that make one."""

    id: Id
    title: Localized
    fact: Id
    words: Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(min_length=1)]

    def is_in(self, text: str) -> bool:
        """Whether one of the words stands in the text, in whatever case; no part of another."""
        found = "|".join(map(re.escape, self.words))
        return bool(re.search(rf"(?<![a-z])(?:{found})(?![a-z])", text, re.IGNORECASE))


class Moderation(Strict):
    """The whole file."""

    format: Literal["moderation/1"]
    office: Id
    topics: Annotated[dict[Id, Topic], Field(min_length=1), named("id")]


def moderation() -> Moderation:
    """The office and its topics. Raises `SeedFault`."""
    return load("moderation.yaml", Moderation)


def topics() -> tuple[Topic, ...]:
    """All topics, in the order in which they are looked for."""
    return tuple(moderation().topics.values())
