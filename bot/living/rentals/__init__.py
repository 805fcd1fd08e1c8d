"""The face of rentals: `/rent`, `/return`, `/services`, and the card of an order."""

from bot.living.rentals.feature import FEATURE

__all__ = ["FEATURE"]
