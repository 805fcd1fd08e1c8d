"""The face of payments: `/pay`, and the buttons that answer one."""

from bot.transfers.feature import FEATURE

__all__ = ["FEATURE"]
