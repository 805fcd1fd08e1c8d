"""What the lists bring to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.lists import views
from bot.lists.handlers import keepers, room
from services import lists
from services.workshops.events import WorkshopOpened

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Event, Town


def draw(town: Town, _: str) -> Message:
    """The group's board as it stands now."""
    return views.card(lists.look(town), town.workshop_id)


def open_evenings(town: Town, event: Event) -> None:
    """A new town has its evenings from the first day."""
    if isinstance(event, WorkshopOpened):
        lists.start_evenings(town)


FEATURE = Feature(
    name="lists",
    rooms=(keepers, room),
    commands=(Command("lists", Access.PARTICIPANT, rank=51),),
    tells={lists.ListsPublished: views.published},
    cards={"lists": draw},
    timers={lists.EVENING_LISTS: lists.evening, lists.CALLER_NOTICES: lists.notices},
    reactions=(open_evenings,),
)
