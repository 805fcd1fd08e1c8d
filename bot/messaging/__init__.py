"""Messages from person to person, and the directory of the town."""

from bot.messaging.feature import FEATURE

__all__ = ["FEATURE"]
