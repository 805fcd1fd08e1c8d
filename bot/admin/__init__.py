"""Keeping the installation: rights, workshops, the audit log."""

from bot.admin.feature import FEATURE

__all__ = ["FEATURE"]
