"""The red and the black list, each evening."""

from bot.standing.lists.feature import FEATURE

__all__ = ["FEATURE"]
