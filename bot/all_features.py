"""Every feature of the program, in the order in which words and buttons are offered to them."""

from __future__ import annotations

from bot.features import Feature
from bot.health import health_feature
from bot.law import switchboard
from bot.living import rentals
from bot.money import envelopes, transfers, wallet
from bot.runtime.board import Board
from bot.social import calls, friends, messaging
from bot.standing import agencies, complaints, courts, lists, proxies, scores
from bot.workshops import admin, panel, questions, sessions
from services.modules import Wiring

# Complaints come first: their link is a /start that is no code. Calls come last: on a call, they
# take every word that no command took.
TOWN = (
    complaints.FEATURE,
    sessions.FEATURE,
    wallet.FEATURE,
    transfers.FEATURE,
    envelopes.FEATURE,
    rentals.FEATURE,
    messaging.FEATURE,
    friends.FEATURE,
    proxies.FEATURE,
    scores.FEATURE,
    courts.FEATURE,
    lists.FEATURE,
    panel.FEATURE,
    admin.FEATURE,
    switchboard.FEATURE,
    questions.FEATURE,
    agencies.FEATURE,
    calls.FEATURE,
)


def features(board: Board) -> tuple[Feature, ...]:
    return (health_feature(board, Wiring().audits), *TOWN)
