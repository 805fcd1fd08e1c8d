"""The wall as it hangs: the paper's questions first, then the town's, oldest first; no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from services.kernel.localized import Localized
from services.kernel.paging import page_of
from services.law import switchboard
from services.law.switchboard import Switch
from services.people.identity import own_town
from services.standing.scores import Explanation
from services.workshops.questions.catalogue import paper_questions
from services.workshops.questions.tables import question_answers, questions

if TYPE_CHECKING:
    from services.kernel.town import Town, UnitOfWork

PAGE_SIZE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WallEntry:
    """One question with its answer, if there is one. `name` is the key that answers hang on."""

    number: int
    name: str
    words: Localized | str  # the paper's, or somebody's as typed: "" once they left
    is_from_paper: bool
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """One page of the wall. Pages count from 0. `is_secret`: the law lets nothing be answered."""

    entries: tuple[WallEntry, ...]
    page: int
    pages: int
    total: int
    unanswered: int
    is_secret: bool
    provenance: str


def wall(uow: UnitOfWork, page: int = 0) -> Wall:
    """A page of one's own town's wall; beyond the last shows the last. Raises `NotInTown`."""
    town = own_town(uow)
    found = entries(town)
    shown = page_of(found, page, PAGE_SIZE)
    return Wall(
        entries=shown.items,
        page=shown.number,
        pages=shown.pages,
        total=shown.total,
        unanswered=sum(one.answer is None for one in found),
        is_secret=is_secret(town),
        provenance=paper_questions().provenance,
    )


def entries(town: Town) -> list[WallEntry]:
    """The whole wall."""
    answers = {
        row.question: row.words
        for row in town.conn.execute(
            select(question_answers).where(question_answers.c.workshop_id == town.workshop_id)
        )
    }
    asked = town.conn.execute(
        select(questions)
        .where(questions.c.workshop_id == town.workshop_id)
        .order_by(questions.c.question_id)
    )
    hung: list[tuple[str, Localized | str]]
    hung = [(f"paper:{one.id}", one) for one in paper_questions().questions]
    printed = len(hung)
    hung += [(f"town:{row.question_id}", row.words) for row in asked]
    return [
        WallEntry(
            number=number,
            name=name,
            words=words,
            is_from_paper=number <= printed,
            answer=answers.get(name),
        )
        for number, (name, words) in enumerate(hung, 1)
    ]


def is_secret(town: Town) -> bool:
    """Whether the law in force keeps the calculation, and so the answers, to those who score."""
    return Explanation(str(switchboard.value(town, Switch.EXPLANATION))).is_secret
