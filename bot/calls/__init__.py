"""Simulated calls, with the notice that is played before some of them."""

from bot.calls.feature import FEATURE

__all__ = ["FEATURE"]
