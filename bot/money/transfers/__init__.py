"""What payments add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.money.transfers import views
from bot.money.transfers.handlers import router
from services.money import transfers

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw_request(town: Town, payment_id: str) -> Message:
    """The receiver's card as it should look now."""
    return views.request(transfers.find_payment(town, int(payment_id)))


def draw_receipt(town: Town, payment_id: str) -> Message:
    """The payer's card as it should look now."""
    return views.receipt(transfers.find_payment(town, int(payment_id)))


FEATURE = Feature(
    name="transfers",
    routers=(router,),
    commands=(Command("pay", Access.PARTICIPANT, rank=21),),
    event_views={
        transfers.TransferOffered: views.told_offered,
        transfers.TransferAccepted: views.told_accepted,
        transfers.TransferDeclined: views.told_declined,
        transfers.TransferExpired: views.told_expired,
    },
    cards={"payment": draw_request, "paid": draw_receipt},
)
