"""Friends, family, and the directory of the town."""

from bot.social.friends.feature import FEATURE

__all__ = ["FEATURE"]
