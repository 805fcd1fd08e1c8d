"""Asking and answering. Who asked is known to one row only; their words go when they leave.

No fact is left: facts are what agencies read, and a question must not be held against its asker.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.localized import one_line
from services.kernel.schema import insert_new
from services.kernel.town import Event, ParticipantId, Role, Town, require
from services.people.identity import lock_participant
from services.standing.scores import law_of
from services.workshops.questions.tables import question_answers, questions
from services.workshops.questions.wall import WallEntry, entries


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

    opened_by = "explanation receipt"


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


def ask(town: Town, typed: str) -> Asked:
    """Hang a question up, without a name. The same update hangs up one.

    Raises `QuestionTooLong`, `TooManyQuestions`.
    """
    words = one_line(typed)
    if len(words) > QUESTION_MAX:
        raise QuestionTooLong(limit=QUESTION_MAX, typed=len(words))
    lock_participant(town, town.actor.pid)
    hung = _asked(town)
    is_new = town.key not in hung
    if is_new:
        if len(hung) >= QUESTIONS_MAX:
            raise TooManyQuestions(limit=QUESTIONS_MAX)
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
    entry = _entry(town, f"town:{hung[town.key]}")
    if is_new:
        town.emit(QuestionAsked(entry.number, words))
    return Asked(entry, QUESTIONS_MAX - len(hung))


def answer(town: Town, number: int, typed: str) -> WallEntry:
    """Answer a question of the wall, once; whoever asked it is told.

    Raises `NotAllowed`, `AnswersSecret`, `NoSuchQuestion`, `AnswerTooLong`, `AnsweredBefore`.
    """
    require(town, Role.FACILITATOR)
    if law_of(town).explanation.is_secret:
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
    return entry


def _asked(town: Town) -> dict[str, int]:
    """The numbers of the actor's questions, by the keys of the acts that asked them."""
    rows = town.conn.execute(
        select(questions.c.key, questions.c.question_id).where(
            questions.c.workshop_id == town.workshop_id,
            questions.c.participant_id == town.actor.pid,
        )
    )
    return {key: number for key, number in rows}


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
    mine = questions.c.question_id == int(number)
    who: ParticipantId | None = town.conn.scalar(select(questions.c.participant_id).where(mine))
    return who
