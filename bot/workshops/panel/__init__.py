"""The facilitator's panel: workshops made and closed, cards run, the clock held and moved."""

from bot.workshops.panel.feature import FEATURE

__all__ = ["FEATURE"]
