"""What the wall refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class QuestionTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""

    code = "question_too_long"


class TooManyQuestions(RuleError):
    """The asker has hung up `limit` questions already."""

    code = "too_many_questions"


class NoSuchQuestion(RuleError):
    """No question has this number. Fields: `number`, `last`."""

    code = "no_such_question"


class AnswersSecret(RuleError):
    """The law keeps the calculation secret, and so the answers."""

    code = "answers_secret"


class AnsweredBefore(RuleError):
    """A question is answered once. Field: `number`."""

    code = "answered_before"


class AnswerTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""

    code = "answer_too_long"
