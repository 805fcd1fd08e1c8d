"""Every feature of the program, in the order in which words and buttons are offered to them."""

from __future__ import annotations

from bot import intentions
from bot.features import Feature
from bot.health import health_feature
from bot.law import statutes, switchboard
from bot.living import privacy, rentals, services
from bot.living.home import home_feature
from bot.money import clearing, envelopes, platforms, transfers, wallet
from bot.runtime.board import Board
from bot.social import calls, friends, groups, messaging, moderation, moments, ratings, requests
from bot.standing import (
    accusations,
    advisers,
    agencies,
    boardroom,
    bulletins,
    complaints,
    conflicts,
    courts,
    legality,
    lists,
    payrolls,
    proxies,
    sanctions,
    scores,
    twins,
)
from bot.workshops import (
    admin,
    adoptions,
    cards,
    figures,
    grades,
    hands,
    panel,
    polls,
    questions,
    sessions,
    truth,
    votes,
)
from bot.workshops.handbook import GROUPS, HELP, handbook_feature
from bot.workshops.power import power_feature
from services.modules import Wiring

TOWN = (
    intentions.FEATURE,
    complaints.FEATURE,
    transfers.FEATURE,
    sessions.FEATURE,
    wallet.FEATURE,
    platforms.FEATURE,
    clearing.FEATURE,
    envelopes.FEATURE,
    rentals.FEATURE,
    services.FEATURE,
    privacy.FEATURE,
    friends.FEATURE,
    groups.FEATURE,
    moments.FEATURE,
    moderation.FEATURE,
    ratings.FEATURE,
    requests.FEATURE,
    proxies.FEATURE,
    scores.FEATURE,
    advisers.FEATURE,
    courts.FEATURE,
    accusations.FEATURE,
    payrolls.FEATURE,
    lists.FEATURE,
    bulletins.FEATURE,
    sanctions.FEATURE,
    legality.FEATURE,
    twins.FEATURE,
    conflicts.FEATURE,
    panel.FEATURE,
    cards.FEATURE,
    hands.FEATURE,
    admin.FEATURE,
    statutes.FEATURE,
    switchboard.FEATURE,
    questions.FEATURE,
    figures.FEATURE,
    polls.FEATURE,
    votes.FEATURE,
    adoptions.FEATURE,
    truth.FEATURE,
    grades.FEATURE,
    agencies.FEATURE,
    boardroom.FEATURE,
    calls.FEATURE,
    messaging.FEATURE,
)


def whole(*more: Feature) -> tuple[Feature, ...]:
    """These and the town's, with what is made of all that others bring: home, the help, power."""
    brought = (*more, *TOWN)
    others = (home_feature(brought, sessions.AT_THE_DOOR, GROUPS, HELP), *brought)
    power = power_feature(others)
    return (handbook_feature((*others, power)), *others, power)


def features(board: Board) -> tuple[Feature, ...]:
    return whole(health_feature(board, Wiring().audits))
