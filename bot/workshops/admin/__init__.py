"""Keeping the installation: rights, workshops, the audit log."""

from bot.workshops.admin.feature import FEATURE

__all__ = ["FEATURE"]
