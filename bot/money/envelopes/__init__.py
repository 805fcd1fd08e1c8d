"""The face of envelopes and galas: `/red_envelope`, `/gala`, and the cards people tap."""

from bot.money.envelopes.feature import FEATURE

__all__ = ["FEATURE"]
