"""Asking whether what closes a door would be legal. Parses; the tests are the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.standing.legality import views
from bot.standing.legality.views import ReadOpinion
from services.standing import legality

router = GuardedRouter("legality", access=Access.ANYONE, is_right=True)

router.always("legal", act(legality.opinions).show(views.page).also_paused())
router.button(
    ReadOpinion,
    lambda tap: act(legality.opinion, tap.rule).show(views.opinion).also_paused(),
)

FEATURE = Feature(
    name="legality",
    routers=(router,),
    commands=(Command("legal", Access.ANYONE, rank=57),),
)
