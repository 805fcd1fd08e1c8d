"""What rentals add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.living.rentals import views
from bot.living.rentals.handlers import router
from services.living import rentals

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw(town: Town, order_id: str) -> Message:
    """The card of an order as it should look now."""
    return views.card(rentals.find_order(town, int(order_id)))


FEATURE = Feature(
    name="rentals",
    routers=(router,),
    commands=(
        Command("rent", Access.PARTICIPANT, rank=26),
        Command("return", Access.PARTICIPANT, rank=27),
        Command("services", Access.PARTICIPANT, rank=12),
    ),
    event_views={
        rentals.RentalMoved: views.told_moved,
        rentals.RentalDue: views.told_due,
        rentals.RentalEnded: views.told_ended,
    },
    cards={"rental": draw},
)
