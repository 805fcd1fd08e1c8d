"""Complaints as people make them, and as whoever runs the workshop decides them."""

from bot.standing.complaints.feature import FEATURE

__all__ = ["FEATURE"]
