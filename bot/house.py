"""Every feature of the house, in the order in which words and buttons are offered to them."""

from __future__ import annotations

import bot.workshops
from bot.features import Feature


def features() -> tuple[Feature, ...]:
    """All features. Plain talk comes last: it takes every word that no command took."""
    return (bot.workshops.FEATURE,)
