"""Messages from person to person."""

from bot.messaging.feature import FEATURE

__all__ = ["FEATURE"]
