"""What guesses bring to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.proxies.handlers import auditors, room
from services import proxies
from services.workshops.events import WorkshopOpened

if TYPE_CHECKING:
    from services.kernel.town import Event, Town


def open_nights(town: Town, event: Event) -> None:
    """In a new town the machine reads habits from the first night on."""
    if isinstance(event, WorkshopOpened):
        proxies.start_nights(town)


FEATURE = Feature(
    name="proxies",
    rooms=(auditors, room),
    commands=(Command("inferred", Access.PARTICIPANT, rank=53),),
    timers={proxies.INFER: proxies.night},
    reactions=(open_nights,),
)
