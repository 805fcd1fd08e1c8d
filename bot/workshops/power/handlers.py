"""The map of power of a program with these features, its own command among them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.words import read
from bot.workshops.power import views
from bot.workshops.power.matrix import matrix
from bot.workshops.power.traces import traces
from services.workshops import power


def power_feature(features: Iterable[Feature]) -> Feature:
    router = GuardedRouter("power", access=Access.FACILITATOR)
    feature = Feature(
        name="power",
        routers=(router,),
        commands=(Command("power", Access.FACILITATOR, rank=39),),
    )
    all_of_them = (*features, feature)
    seen = cache(lambda: traces(all_of_them))  # the code does not change while it runs
    shown = act(read, power.power).show(
        lambda found: views.page(found, matrix(all_of_them), seen())
    )
    router.always("power", shown.also_paused())
    return feature
