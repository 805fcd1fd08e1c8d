"""Results together with their reader's words: pictures are drawn in one language, texts in any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

from bot.words import Words, words_for
from services.kernel.town import Town

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a verb found, and the words of whoever reads it."""

    found: T
    words: Words


def read(
    town: Town, verb: Callable[Concatenate[Town, P], T], *args: P.args, **kwargs: P.kwargs
) -> Read[T]:
    """Run a verb of the scores and note who reads its result."""
    spoken = town.workshop.language if town.visitor is None else town.visitor.language
    return Read(verb(town, *args, **kwargs), words_for(spoken))
