"""What coming and going adds to the bot."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.workshops.sessions import views
from bot.workshops.sessions.handlers import groups, visitors, ways
from services.people.identity import WordsErased
from services.workshops.sessions import (
    Announced,
    GroupBound,
    TownForwarded,
    TownPaused,
    TownResumed,
    WorkshopReopened,
    WorkshopShut,
)

FEATURE = Feature(
    name="workshops",
    routers=(visitors, groups, ways),
    commands=(
        Command("menu", Access.PARTICIPANT, rank=10),
        Command("join", Access.ANYONE, rank=5),
        Command("help", Access.ANYONE, rank=80),
        Command("language", Access.ANYONE, rank=82),
        Command("privacy", Access.ANYONE, rank=85),
        Command("leave", Access.PARTICIPANT, rank=90),
    ),
    event_views={
        GroupBound: views.group_bound,
        TownPaused: views.paused,
        TownResumed: views.resumed,
        TownForwarded: views.forwarded,
        WorkshopShut: views.shut,
        WorkshopReopened: views.reopened,
        Announced: views.announced,
        WordsErased: views.erased,
    },
)
