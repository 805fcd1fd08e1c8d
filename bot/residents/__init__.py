"""The town's scripted people on this storey: no rooms and no words, only timers and reactions."""

from bot.residents.feature import FEATURE

__all__ = ["FEATURE"]
