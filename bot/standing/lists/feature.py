"""What the lists bring to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.standing.lists import views
from bot.standing.lists.handlers import keepers, room
from services.standing import lists

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw(town: Town, _: str) -> Message:
    """The group's board as it stands now."""
    return views.card(lists.look(town), town.workshop_id)


FEATURE = Feature(
    name="lists",
    rooms=(keepers, room),
    commands=(Command("lists", Access.PARTICIPANT, rank=51),),
    tells={lists.ListsPublished: views.published},
    cards={"lists": draw},
)
