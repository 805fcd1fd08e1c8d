"""Asking and answering. Who asked is known to one row only; their words go when they leave.

No fact is left: facts are what agencies read, and a question must not be held against its asker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import insert_new
from services.kernel.town import Event, ParticipantId, Role, Town, require
from services.kernel.words import one_line
from services.people.identity import lock_participant
from services.workshops.questions.tables import question_answers, questions
from services.workshops.questions.wall import WallEntry, entries, is_secret

if TYPE_CHECKING:
    from sqlalchemy import Row


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """A question hangs on the wall."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """A question has its answer; `asker` is where it is told, None where nobody is known."""

    asker: ParticipantId | None
    entry: WallEntry


class QuestionTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


class TooManyQuestions(RuleError):
    """The asker has hung up `limit` questions already."""


class NoSuchQuestion(RuleError):
    """No question has this number. Fields: `number`, `last`."""


class AnswersSecret(RuleError):
    """The law keeps the calculation secret, and so the answers."""


class AnsweredBefore(RuleError):
    """A question is answered once. Field: `number`."""


class AnswerTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""


QUESTION_MAX = 200  # characters
ANSWER_MAX = 400
QUESTIONS_MAX = 5  # of one person


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it hangs. `left`: how many its asker may still hang up."""

    entry: WallEntry
    left: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the answer that it was given."""

    entry: WallEntry


def ask(town: Town, typed: str) -> Asked:
    """Hang a question up, without a name. The same update hangs up one.

    Raises `QuestionTooLong`, `TooManyQuestions`.
    """
    words = one_line(typed)
    if len(words) > QUESTION_MAX:
        raise QuestionTooLong(limit=QUESTION_MAX, typed=len(words))
    lock_participant(town, town.actor.pid)
    hung = _asked(town)
    if all(row.key != town.key for row in hung):
        if len(hung) >= QUESTIONS_MAX:
            raise TooManyQuestions(limit=QUESTIONS_MAX)
        hung = _hang_up(town, words)
    row = next(row for row in hung if row.key == town.key)
    entry = _entry(town, f"town:{row.question_id}")
    return Asked(entry, QUESTIONS_MAX - len(hung))


def answer(town: Town, number: int, typed: str) -> Answered:
    """Answer a question of the wall, once; whoever asked it is told.

    Raises `NotAllowed`, `AnswersSecret`, `NoSuchQuestion`, `AnswerTooLong`, `AnsweredBefore`.
    """
    require(town, Role.FACILITATOR)
    if is_secret(town):
        raise AnswersSecret
    words = one_line(typed)
    if len(words) > ANSWER_MAX:
        raise AnswerTooLong(limit=ANSWER_MAX, typed=len(words))
    wall = entries(town)
    if not 1 <= number <= len(wall):
        raise NoSuchQuestion(number=number, last=len(wall))
    name = wall[number - 1].name
    is_new = insert_new(
        town.conn,
        question_answers,
        workshop_id=town.workshop_id,
        question=name,
        words=words,
        answered_town_s=town.now,
        key=town.key,
    )
    if not is_new and _key_of(town, name) != town.key:
        raise AnsweredBefore(number=number)
    entry = _entry(town, name)
    if is_new:
        note(town, "answer", f"question {number}", role=town.actor.role)
        town.emit(QuestionAnswered(_asker(town, name), entry))
    return Answered(entry)


def _hang_up(town: Town, words: str) -> list[Row[tuple[int, str]]]:
    insert_new(
        town.conn,
        questions,
        workshop_id=town.workshop_id,
        participant_id=town.actor.pid,
        words=words,
        asked_town_s=town.now,
        key=town.key,
    )
    hung = _asked(town)
    town.emit(QuestionAsked(_entry(town, f"town:{hung[-1].question_id}").number, words))
    return hung


def _asked(town: Town) -> list[Row[tuple[int, str]]]:
    """The actor's questions, oldest first."""
    return list(
        town.conn.execute(
            select(questions.c.question_id, questions.c.key)
            .where(
                questions.c.workshop_id == town.workshop_id,
                questions.c.participant_id == town.actor.pid,
            )
            .order_by(questions.c.question_id)
        )
    )


def _entry(town: Town, name: str) -> WallEntry:
    return next(one for one in entries(town) if one.name == name)


def _key_of(town: Town, name: str) -> str | None:
    return town.conn.scalar(
        select(question_answers.c.key).where(
            question_answers.c.workshop_id == town.workshop_id,
            question_answers.c.question == name,
        )
    )


def _asker(town: Town, name: str) -> ParticipantId | None:
    kind, _, number = name.partition(":")
    if kind != "town":
        return None
    who = town.conn.scalar(
        select(questions.c.participant_id).where(questions.c.question_id == int(number))
    )
    return None if who is None else ParticipantId(who)
