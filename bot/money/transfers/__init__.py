"""The face of payments: `/pay`, and the buttons that answer one."""

from bot.money.transfers.feature import FEATURE

__all__ = ["FEATURE"]
