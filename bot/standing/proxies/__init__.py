"""What guesses add to the bot."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.standing.proxies.handlers import auditors, router

FEATURE = Feature(
    name="proxies",
    routers=(auditors, router),
    commands=(Command("inferred", Access.PARTICIPANT, rank=53),),
)
