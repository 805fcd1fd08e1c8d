"""What the law adds to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.law.switchboard import views
from bot.law.switchboard.handlers import lawgivers, readers
from services.law import switchboard

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw(town: Town, switch: str) -> Message:
    """The card of one switch as it stands now; only lawgivers ever get it as a card."""
    return views.card(switchboard.statute(town, switch))


FEATURE = Feature(
    name="law",
    routers=(lawgivers, readers),
    commands=(Command("law", Access.ANYONE, rank=52),),
    event_views={switchboard.LawEnacted: views.announced},
    cards={"law": draw},
)
