"""Judgments, served and paid."""

from bot.courts.feature import FEATURE

__all__ = ["FEATURE"]
