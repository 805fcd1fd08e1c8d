"""Looking at who is tied to whom. Parses only."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.standing.conflicts import views
from bot.words import read
from services.standing import conflicts

router = GuardedRouter("conflicts", access=Access.ANYONE, is_right=True)

router.always("radar", act(read, conflicts.radar).show(views.radar).also_paused())

FEATURE = Feature(
    name="conflicts",
    routers=(router,),
    commands=(Command("radar", Access.ANYONE, rank=59),),
)
