"""The wallet's face: `/wallet`."""

from bot.money.wallet.feature import FEATURE

__all__ = ["FEATURE"]
