"""Adopting a resident of the synthetic town. Parses; what became of them is the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.workshops.adoptions import views
from bot.workshops.adoptions.views import AdoptOne, LetGo
from services.workshops import adoptions

router = GuardedRouter("adoptions", access=Access.PARTICIPANT)

router.command("adopt")(lambda words: act(adoptions.adopt, words).show(views.page))
router.button(AdoptOne, lambda tap: act(adoptions.adopt, tap.one).show(views.page))
router.button(LetGo, lambda _: act(adoptions.let_go).show(views.page))

FEATURE = Feature(
    name="adoptions",
    routers=(router,),
    commands=(Command("adopt", Access.PARTICIPANT, rank=59),),
)
