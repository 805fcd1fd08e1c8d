"""Every feature of the house, in the order in which words and buttons are offered to them."""

from __future__ import annotations

from itertools import chain

from bot import (
    admin,
    agencies,
    calls,
    complaints,
    courts,
    friends,
    law,
    lists,
    messaging,
    panel,
    proxies,
    questions,
    red_envelopes,
    rentals,
    residents,
    scores,
    transfers,
    wallet,
    workshops,
)
from bot.features import Feature
from bot.health import health_feature
from bot.runtime.board import Board

# Complaints come first: their link is a /start that is no code. Calls come last: on a call, they
# take every word that no command took.
TOWN = (
    complaints.FEATURE,
    workshops.FEATURE,
    wallet.FEATURE,
    transfers.FEATURE,
    red_envelopes.FEATURE,
    rentals.FEATURE,
    messaging.FEATURE,
    friends.FEATURE,
    proxies.FEATURE,
    scores.FEATURE,
    courts.FEATURE,
    lists.FEATURE,
    panel.FEATURE,
    admin.FEATURE,
    residents.FEATURE,
    law.FEATURE,
    questions.FEATURE,
    agencies.FEATURE,
    calls.FEATURE,
)


def features(board: Board) -> tuple[Feature, ...]:
    """All features of one process; `board` is what the process knows of itself."""
    audits = tuple(chain.from_iterable(feature.audits for feature in TOWN))
    return (health_feature(board, audits), *TOWN)
