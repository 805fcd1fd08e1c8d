"""Judgments, served and paid."""

from bot.standing.courts.feature import FEATURE

__all__ = ["FEATURE"]
