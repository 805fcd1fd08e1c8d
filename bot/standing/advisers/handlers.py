"""Advisers: looking, buying, and what it was worth. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.standing.advisers import views
from bot.standing.advisers.views import BuyRemoval, BuyTip
from services.standing import advisers

router = GuardedRouter("advisers", access=Access.PARTICIPANT)
stewards = GuardedRouter("adviser_stewards", access=Access.WORKSHOP)

router.always("advisers", act(advisers.market).show(views.market).also_paused())
router.button(BuyTip, lambda tap: act(advisers.buy_tip, tap.adviser, tap.nonce).show(views.told))
router.button(
    BuyRemoval, lambda tap: act(advisers.buy_removal, tap.adviser, tap.nonce).show(views.told)
)
stewards.always("tips", act(advisers.tips).show(views.table).also_paused())

FEATURE = Feature(
    name="advisers",
    routers=(router, stewards),
    commands=(
        Command("advisers", Access.PARTICIPANT, rank=53),
        Command("tips", Access.WORKSHOP, rank=38),
    ),
    event_views={advisers.AdvisersHeard: views.heard},
)
