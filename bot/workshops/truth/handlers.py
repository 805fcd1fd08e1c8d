"""The truth of the lists, for whoever runs the town. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.words import read
from bot.workshops.truth import views
from services.workshops import truth

router = GuardedRouter("truth", access=Access.WORKSHOP)
router.always("truth", act(read, truth.truth).show(views.table).also_paused())

FEATURE = Feature(
    name="truth",
    routers=(router,),
    commands=(Command("truth", Access.WORKSHOP, rank=38),),
)
