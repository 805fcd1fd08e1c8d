"""Appointing a regulator, looking at the feed, naming a suspect. Parses only."""

from __future__ import annotations

from aiogram import F

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.money.clearing import views
from bot.money.clearing.views import FeedPage
from services.kernel.errors import Usage
from services.money import clearing

appointers = GuardedRouter("regulator_appointers", access=Access.WORKSHOP)
readers = GuardedRouter("regulators", access=Access.ANYONE)
accusers = GuardedRouter("accusers", access=Access.PARTICIPANT)


@appointers.command("regulator", magic=F.args.regexp(r"\S"))
def appoint(words: str) -> Act:
    """`/regulator NAME`: somebody of the town may look."""
    return act(clearing.appoint, words).show(views.appointed)


readers.always("regulator", act(clearing.feed).show(views.feed).also_paused())
readers.button(FeedPage, lambda tap: act(clearing.feed, tap.page).show(views.feed).also_paused())


@accusers.command("accuse")
def accuse(words: str) -> Act:
    """`/accuse NAME`: who launders?"""
    if not words:
        raise Usage(command="accuse")
    return act(clearing.accuse, words).show(views.named)


FEATURE = Feature(
    name="clearing",
    routers=(appointers, readers, accusers),
    commands=(
        Command("regulator", Access.WORKSHOP, rank=54),
        Command("accuse", Access.PARTICIPANT, rank=59),
    ),
    event_views={
        clearing.RegulatorAppointed: views.told_appointed,
        clearing.RegulatorDismissed: views.told_dismissed,
        clearing.PlotBegun: views.told_tip,
        clearing.SuspectNamed: views.told_named,
    },
)
