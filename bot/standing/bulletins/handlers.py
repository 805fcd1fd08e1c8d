"""Reading the month's model cases. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.standing.bulletins import views
from services.standing import bulletins

router = GuardedRouter("bulletins", access=Access.ANYONE)

router.always("cases", act(bulletins.latest).show(views.bulletin).also_paused())

FEATURE = Feature(
    name="bulletins",
    routers=(router,),
    commands=(Command("cases", Access.ANYONE, rank=52),),
    event_views={bulletins.BulletinPublished: views.published},
    news=(lambda town, since, until: views.news(bulletins.between(town, since, until)),),
)
