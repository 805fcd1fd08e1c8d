"""The score, and all that it opens."""

from bot.standing.scores.feature import FEATURE

__all__ = ["FEATURE"]
