"""What people type and press to pay and to be paid. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import PayAmount, PayWhom
from bot.features import Command, Feature, Waiting, drawn
from bot.money.transfers import codes, views
from bot.money.transfers.views import (
    AcceptPayment,
    DeclinePayment,
    PayPage,
    ShowPayment,
)
from bot.replies import say
from services.kernel.errors import AmountUnreadable, RuleError, Usage
from services.kernel.money import Fen, Money, first_amount
from services.kernel.town import Town
from services.money import transfers

NAME_WORDS_MAX = 3
router = GuardedRouter("transfers", access=Access.PARTICIPANT)


@router.command("pay")
def pay(words: str) -> Act:
    """`/pay`, `/pay NAME`, `/pay NAME AMOUNT [note]`; a name may be of several words.

    Raises what `parse_amount` raises.
    """
    match words.split():
        case []:
            return act(transfers.payees).show(views.payees)
        case [to]:
            return act(transfers.choose_amount_for, to).show(views.amounts)
        case _:
            return act(transfers.offer, *payment_in(words)).show(views.receipt)


def payment_in(words: str) -> tuple[str, Fen, str]:
    """The name, the first amount after it, and the rest."""
    unread: RuleError = Usage(command="pay")
    for count in range(1, min(NAME_WORDS_MAX, len(words.split()) - 1) + 1):
        to, after = " ".join(words.split()[:count]), words.split(maxsplit=count)[count]
        try:
            return (to, *first_amount(after))
        except AmountUnreadable as unreadable:
            unread = unread if count > 1 else unreadable
    raise unread


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

router.button(ShowPayment, lambda tap: act(transfers.my_payment, tap.payment_id).show(views.shown))


def waits(town: Town) -> Iterator[Waiting]:
    for one in transfers.waiting_payments(town):
        text = say("waits.payment", name=one.payer_name, amount=Money(one.amount))
        yield Waiting(text, ShowPayment(payment_id=one.payment_id))


FEATURE = Feature(
    name="transfers",
    routers=(codes.router, router),
    commands=(
        Command("pay", Access.PARTICIPANT, rank=21),
        Command("code", Access.PARTICIPANT, rank=19),
        Command("shops", Access.PARTICIPANT, rank=18),
        Command("receipt", Access.PARTICIPANT, rank=23),
    ),
    event_views={
        transfers.TransferOffered: views.told_offered,
        transfers.TransferAccepted: views.told_over,
        transfers.TransferDeclined: views.told_over,
        transfers.TransferExpired: views.told_over,
    },
    cards={
        "payment": drawn(transfers.find_payment, views.request),
        "paid": drawn(transfers.find_payment, views.receipt),
    },
    waits=(waits,),
)
