"""What the wall refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


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
