"""Every feature of the house, in the order in which words and buttons are offered to them."""

from __future__ import annotations

from itertools import chain

import bot.workshops
from bot.features import Feature
from bot.health import health_feature
from bot.runtime.board import Board


def features(board: Board) -> tuple[Feature, ...]:
    """All features. Plain talk comes last: it takes every word that no command took."""
    town = (bot.workshops.FEATURE,)
    audits = tuple(chain.from_iterable(feature.audits for feature in town))
    return (*town, health_feature(board, audits))
