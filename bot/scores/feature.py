"""What scores bring to the house."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.scores.handlers import room

FEATURE = Feature(
    name="scores",
    rooms=(room,),
    commands=(Command("score", Access.PARTICIPANT, rank=50),),
)
