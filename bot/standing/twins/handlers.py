"""Asking which law would have spared one. Parses; what would have been is the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.standing.twins import views
from bot.standing.twins.views import SeeTwin
from bot.words import read
from services.standing import twins

router = GuardedRouter("twins", access=Access.PARTICIPANT, is_right=True)


@router.command("twin")
def look(words: str) -> Act:
    """`/twin`: which laws would have changed anything; `/twin SWITCH`: one of them, drawn."""
    if words:
        return act(read, twins.twin, words).show(views.twin).also_paused()
    return act(twins.sparing).show(views.page).also_paused()


router.button(SeeTwin, lambda tap: act(read, twins.twin, tap.switch).show(views.twin).also_paused())

FEATURE = Feature(
    name="twins",
    routers=(router,),
    commands=(Command("twin", Access.PARTICIPANT, rank=58),),
)
