"""The wallet's face: `/wallet`."""

from bot.wallet.feature import FEATURE

__all__ = ["FEATURE"]
