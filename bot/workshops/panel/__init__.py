"""What the panel adds to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.workshops.panel import views
from bot.workshops.panel.handlers import facilitators, panel
from services.people.identity import ParticipantJoined, ParticipantLeft
from services.workshops import scenarios
from services.workshops.sessions import TownForwarded, TownPaused, TownResumed

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def _draw(town: Town, _: str) -> Message:
    return views.card(scenarios.panel(town))


FEATURE = Feature(
    name="panel",
    routers=(facilitators, panel),
    commands=(
        Command("workshop", Access.FACILITATOR, rank=20),
        Command("panel", Access.WORKSHOP, rank=21),
        Command("run", Access.WORKSHOP, rank=22),
        Command("say", Access.WORKSHOP, rank=24),
        Command("pause", Access.WORKSHOP, rank=25),
        Command("resume", Access.WORKSHOP, rank=26),
        Command("forward", Access.WORKSHOP, rank=27),
    ),
    event_views={
        ParticipantJoined: views.changed,
        ParticipantLeft: views.changed,
        TownPaused: views.changed,
        TownResumed: views.changed,
        TownForwarded: views.changed,
    },
    cards={"panel": _draw},
    facilitators_cards=frozenset({"panel"}),
)
