"""What guesses bring to the house."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.living.proxies.handlers import auditors, room

FEATURE = Feature(
    name="proxies",
    rooms=(auditors, room),
    commands=(Command("inferred", Access.PARTICIPANT, rank=53),),
)
