"""What the lists add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.standing.lists import views
from bot.standing.lists.handlers import keepers, router
from services.standing import lists

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw(town: Town, _: str) -> Message:
    """The group's board as it stands now."""
    return views.card(lists.current_board(town), town.workshop_id)


FEATURE = Feature(
    name="lists",
    routers=(keepers, router),
    commands=(Command("lists", Access.PARTICIPANT, rank=51),),
    event_views={lists.ListsPublished: views.published},
    cards={"lists": draw},
)
