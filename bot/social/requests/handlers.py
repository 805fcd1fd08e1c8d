"""What people type and press to ask for money and to answer. Parses; rules are the service's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import say
from bot.social.requests import views
from bot.social.requests.views import (
    AskAmount,
    AskOf,
    CancelBill,
    DeclineShare,
    HushShare,
    PayShare,
    ShowShare,
)
from services.kernel.errors import Usage
from services.kernel.money import Fen, Money, parse_amount
from services.kernel.town import Town
from services.social import requests

NAMES = re.compile(r"[\s,，、]+")
NOTE = re.compile(r"[:：]")

router = GuardedRouter("requests", access=Access.PARTICIPANT)


@router.command("request")
def request(words: str) -> Act:
    """`/request` offers friends; `/request Magpie 12 lunch` asks at once."""
    if not words:
        return act(requests.contacts).show(views.contacts)
    match words.split(maxsplit=2):
        case [name, amount, *note]:
            return act(requests.ask, name, parse_amount(amount), *note).show(views.asked)
        case _:
            raise Usage(command="request")


@router.command("split")
def split(words: str) -> Act:
    """`/split 30 Magpie, Dice: dinner` splits between them and oneself."""
    amount, _, rest = words.partition(" ")
    names, *note = NOTE.split(rest, maxsplit=1)
    wanted = [name for name in NAMES.split(names) if name]
    if not wanted:
        raise Usage(command="split")
    return act(requests.split, parse_amount(amount), wanted, *note).show(views.asked)


router.button(AskOf, lambda tap: act(requests.choose, tap.who).show(views.amounts))
router.button(
    AskAmount,
    lambda tap: act(requests.ask_by_id, tap.who, Fen(int(tap.fen)), nonce=tap.nonce).show(
        views.asked_by_button
    ),
)
router.button(PayShare, lambda tap: act(requests.pay, tap.share_id).show(views.paid))
router.button(
    DeclineShare,
    lambda tap: act(requests.decline, tap.share_id, block=tap.block).show(views.declined),
)
router.button(HushShare, lambda tap: act(requests.hush, tap.share_id).show(views.hushed))
router.button(ShowShare, lambda tap: act(requests.my_share, tap.share_id).show(views.shown))
router.button(CancelBill, lambda tap: act(requests.cancel, tap.bill_id).show(views.cancelled))


def waits(town: Town) -> Iterator[Waiting]:
    for bill, share in requests.waiting_shares(town):
        text = say("waits.request", name=bill.asker_name, amount=Money(share.amount))
        yield Waiting(text, ShowShare(share_id=share.share_id))


FEATURE = Feature(
    name="requests",
    routers=(router,),
    commands=(
        Command("request", Access.PARTICIPANT, rank=22),
        Command("split", Access.PARTICIPANT, rank=22),
    ),
    event_views={
        requests.MoneyAsked: views.told_asked,
        requests.RequestReminded: views.told_reminded,
        requests.RequestEnded: views.told_ended,
    },
    waits=(waits,),
    cards={
        "bill": drawn(requests.find_bill, views.bill),
        "bill_in_group": drawn(requests.find_bill, views.in_group),
        "request": drawn(requests.bill_of_share, lambda found: views.request(*found)),
    },
)
