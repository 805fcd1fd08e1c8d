"""The wall of unanswered questions."""

from bot.workshops.questions.feature import FEATURE

__all__ = ["FEATURE"]
