"""The score, and all that it opens."""

from bot.scores.feature import FEATURE

__all__ = ["FEATURE"]
