"""Leaving unsaid what was held back, and counting it. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.social.moderation import views
from bot.social.moderation.views import Withdraw
from services.social import moderation

router = GuardedRouter("moderation", access=Access.PARTICIPANT, is_right=True)
counters = GuardedRouter("moderation_counters", access=Access.WORKSHOP)

router.button(Withdraw, lambda _: act(moderation.withdraw).show(views.withdrawn))
counters.always("moderation", act(moderation.chill).show(views.chill).also_paused())

FEATURE = Feature(
    name="moderation",
    routers=(router, counters),
    commands=(Command("moderation", Access.WORKSHOP, rank=38),),
    event_views={
        moderation.DraftHeld: views.held,
        moderation.MessageFlagged: views.flagged,
    },
)
