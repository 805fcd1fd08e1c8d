"""Simulated calls, with the notice that is played before some of them."""

from bot.social.calls.feature import FEATURE

__all__ = ["FEATURE"]
