"""The law of the town: read by everybody, made by who runs it, heard by all."""

from bot.law.switchboard.feature import FEATURE

__all__ = ["FEATURE"]
