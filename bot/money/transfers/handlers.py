"""What people type and press to pay and to be paid. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.money.transfers import views
from bot.money.transfers.views import AcceptPayment, DeclinePayment, PayAmount, PayPage, PayWhom
from services.kernel.errors import Usage
from services.kernel.money import Fen, parse_amount
from services.money import transfers

router = GuardedRouter("transfers", access=Access.PARTICIPANT)


@router.command("pay")
def pay(words: str) -> Act:
    if not words:
        return act(transfers.payees).show(views.payees)
    match words.split(maxsplit=2):
        case [to, amount, *note]:
            return act(transfers.offer, to, parse_amount(amount), *note).show(views.receipt)
        case _:
            raise Usage(command="pay")


router.button(PayPage, lambda tap: act(transfers.payees, tap.page).show(views.payees))
router.button(PayWhom, lambda tap: act(transfers.choose_amount, tap.to).show(views.amounts))
router.button(
    PayAmount,
    lambda tap: act(transfers.offer_to_id, tap.to, Fen(int(tap.fen)), nonce=tap.nonce).show(
        views.offered_by_button
    ),
)
router.button(AcceptPayment, lambda tap: act(transfers.accept, tap.payment_id).show(views.answered))
router.button(
    DeclinePayment, lambda tap: act(transfers.decline, tap.payment_id).show(views.answered)
)

FEATURE = Feature(
    name="transfers",
    routers=(router,),
    commands=(Command("pay", Access.PARTICIPANT, rank=21),),
    event_views={
        transfers.TransferOffered: views.told_offered,
        transfers.TransferAccepted: views.told_accepted,
        transfers.TransferDeclined: views.came_back,
        transfers.TransferExpired: views.came_back,
    },
    cards={
        "payment": drawn(transfers.find_payment, views.request),
        "paid": drawn(transfers.find_payment, views.receipt),
    },
)
