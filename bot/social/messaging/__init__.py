"""Messages from person to person."""

from bot.social.messaging.feature import FEATURE

__all__ = ["FEATURE"]
