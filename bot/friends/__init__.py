"""Friends, family, and the directory of the town."""

from bot.friends.feature import FEATURE

__all__ = ["FEATURE"]
