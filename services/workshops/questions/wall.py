"""The wall as it hangs, without names: the questions of the paper (`seeds/questions.yaml`), then
those of the town, oldest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import String, and_, cast, literal, select

from scoring.document import Id, Sourced
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.paging import Page, page_of
from services.kernel.seeds import load, unique
from services.kernel.town import Event, Town, UnitOfWork
from services.people.identity import own_town
from services.standing.scores import law_of
from services.workshops.questions.tables import question_answers, questions
from services.workshops.sessions import WorkshopShut

PAGE_SIZE = 5

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


@dataclass(frozen=True, slots=True, kw_only=True)
class WallEntry:
    """One question with its answer, if there is one. `name` is the key that answers hang on."""

    number: int
    name: str
    words: Localized | str  # the paper's, or somebody's as typed: "" once they left
    is_from_paper: bool
    answer: str | None


@dataclass(frozen=True, slots=True)
class Wall:
    """One page of the wall. `is_secret`: the law lets nothing be answered."""

    page: Page[WallEntry]
    unanswered: int
    is_secret: bool
    provenance: str


def wall(uow: UnitOfWork, page: int = 0) -> Wall:
    """A page of one's own town's wall; beyond the last shows the last. Raises `NotInTown`."""
    town = own_town(uow)
    found = entries(town)
    unanswered = sum(one.answer is None for one in found)
    shown = page_of(found, page, PAGE_SIZE)
    is_secret = law_of(town).explanation.is_secret
    return Wall(shown, unanswered, is_secret, paper_questions().provenance)


@dataclass(frozen=True, slots=True)
class WallKept(Event):
    """The town is closed: whoever runs it takes the wall along, in the town's language."""

    entries: tuple[WallEntry, ...]
    language: str


def whole_wall(town: Town) -> tuple[WallEntry, ...]:
    """All of it, to be taken away: nobody's name stands on it."""
    return tuple(entries(town))


def handle_event(town: Town, event: Event) -> None:
    """A reaction: the wall is kept for the talk at the end."""
    if isinstance(event, WorkshopShut):
        town.emit(WallKept(whole_wall(town), town.workshop.language))


def answer_times(town: Town) -> list[tuple[int, int | None]]:
    """When each of the town's own questions was asked, and when it was answered."""
    name = literal("town:") + cast(questions.c.question_id, String)
    rows = town.conn.execute(
        select(questions.c.asked_town_s, question_answers.c.answered_town_s)
        .outerjoin(
            question_answers,
            and_(
                question_answers.c.workshop_id == questions.c.workshop_id,
                question_answers.c.question == name,
            ),
        )
        .where(questions.c.workshop_id == town.workshop_id)
    )
    return [(asked, answered) for asked, answered in rows]


def entries(town: Town) -> list[WallEntry]:
    """The whole wall."""
    answered = select(question_answers.c.question, question_answers.c.words).where(
        question_answers.c.workshop_id == town.workshop_id
    )
    asked = (
        select(questions.c.question_id, questions.c.words)
        .where(questions.c.workshop_id == town.workshop_id)
        .order_by(questions.c.question_id)
    )
    answers = {name: words for name, words in town.conn.execute(answered)}
    printed = paper_questions().questions
    hung: list[tuple[str, Localized | str]] = [(f"paper:{one.id}", one) for one in printed]
    hung += [(f"town:{row.question_id}", row.words) for row in town.conn.execute(asked)]
    return [
        WallEntry(
            number=number,
            name=name,
            words=words,
            is_from_paper=number <= len(printed),
            answer=answers.get(name),
        )
        for number, (name, words) in enumerate(hung, 1)
    ]


def _check(file: PaperQuestions) -> Iterator[Complaint]:
    yield from unique(("questions",), (one.id for one in file.questions))
