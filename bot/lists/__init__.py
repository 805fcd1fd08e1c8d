"""The red and the black list, each evening."""

from bot.lists.feature import FEATURE

__all__ = ["FEATURE"]
