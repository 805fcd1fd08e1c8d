"""Who rates: the agencies for the people, the offices and the rescoring for who runs the town."""

from bot.standing.agencies.feature import FEATURE

__all__ = ["FEATURE"]
