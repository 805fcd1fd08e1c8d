"""How long a call was, in words."""

from __future__ import annotations

from bot.replies import Say, say

MINUTES_AN_HOUR = 60


def length_of(minutes: int) -> Say:
    """Town minutes as hours and minutes."""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return say("calls.length", hours=hours, minutes=rest)
