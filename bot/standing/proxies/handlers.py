"""Asking what is guessed about oneself, and how often the guesses are wrong."""

from __future__ import annotations

from aiogram import F

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.standing.proxies import views
from services.standing import proxies

auditors = GuardedRouter("proxy_audit", access=Access.WORKSHOP)
router = GuardedRouter("proxies", access=Access.PARTICIPANT, is_right=True)

auditors.always(
    "inferred",
    act(proxies.audit).show(views.audit).also_paused(),
    magic=F.args.casefold() == "audit",
)
router.always("inferred", act(proxies.my_guesses).show(views.guesses).also_paused())

FEATURE = Feature(
    name="proxies",
    routers=(auditors, router),
    commands=(Command("inferred", Access.PARTICIPANT, rank=53),),
)
