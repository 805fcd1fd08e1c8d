"""The paper's questions as data: `seeds/questions.yaml`, read and checked once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

SEEDS = Path(__file__).parents[3] / "seeds/questions.yaml"

Words = Annotated[str, Field(min_length=1, max_length=200)]


class QuestionsFault(Exception):
    """Questions that cannot be hung up; the words say what is wrong and what to write."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PaperQuestion(_Strict):
    """One question, in each language of the town."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    en: Words
    zh: Words


class PaperQuestions(_Strict):
    """The whole file."""

    format: Literal["questions/1"]
    provenance: Literal["national_rule", "local_pilot", "reported_once", "contested", "invented"]
    source: Words
    questions: Annotated[list[PaperQuestion], Field(min_length=1)]


@lru_cache(maxsize=2)
def paper_questions(path: Path = SEEDS) -> PaperQuestions:
    """The questions that every wall begins with. Raises `QuestionsFault`."""
    try:
        found = PaperQuestions.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise QuestionsFault(f"{path.name}: {where}: {first['msg']}") from fault
    ids = [one.id for one in found.questions]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise QuestionsFault(f"{path.name}: {twice}: give each question an id of its own")
    return found
