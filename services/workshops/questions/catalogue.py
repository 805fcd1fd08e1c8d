"""The paper's questions as data: `seeds/questions.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import load, unique

Words = Annotated[str, Field(min_length=1, max_length=200)]


class PaperQuestion(Localized[Words]):
    """One question."""

    id: Id


class PaperQuestions(Sourced):
    """The whole file."""

    format: Literal["questions/1"]
    questions: Annotated[tuple[PaperQuestion, ...], Field(min_length=1)]


def paper_questions() -> PaperQuestions:
    """The questions that every wall begins with. Raises `SeedFault`."""
    return load("questions.yaml", PaperQuestions, _check)


def _check(file: PaperQuestions) -> Iterator[Complaint]:
    yield from unique(("questions",), (one.id for one in file.questions))
