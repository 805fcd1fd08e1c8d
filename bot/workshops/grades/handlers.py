"""The grades of offices and companies, for everybody. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.workshops.grades import views
from services.workshops import grades

router = GuardedRouter("grades", access=Access.ANYONE)
router.always("grades", act(grades.grades).show(views.table).also_paused())

FEATURE = Feature(
    name="grades",
    routers=(router,),
    commands=(Command("grades", Access.ANYONE, rank=57),),
)
