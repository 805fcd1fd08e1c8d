"""What scores add to the bot."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.standing.scores import asking
from bot.standing.scores.handlers import auditors, router
from services.standing import scores

FEATURE = Feature(
    name="scores",
    routers=(auditors, router),
    commands=(
        Command("score", Access.PARTICIPANT, rank=50),
        Command("lift", Access.PARTICIPANT, rank=52),
    ),
    event_views={
        scores.ScoresMoved: asking.moved,
    },
)
