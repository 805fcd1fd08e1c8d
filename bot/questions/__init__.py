"""The wall of unanswered questions."""

from bot.questions.feature import FEATURE

__all__ = ["FEATURE"]
