"""What a scanned or typed code does, and paying a merchant. Parses; rules are the service's."""

from __future__ import annotations

import re
from functools import partial

from aiogram import F
from aiogram.enums import ChatType

from bot.acts import Access, Act, GuardedRouter, act
from bot.money.transfers import code_views as views
from bot.money.transfers.code_views import PaySale, ShowCode, ShowReceipt, StepUp
from bot.words import read
from services.kernel.errors import Usage
from services.kernel.money import Fen, parse_amount
from services.money import merchants, receipts

DIGITS = re.compile(r"([0-9]{4} ?[0-9]{4})(?:\s+(\S+))?")

router = GuardedRouter("codes", access=Access.PARTICIPANT)


@router.command(
    "start", magic=F.args.startswith(merchants.START), where=F.chat.type == ChatType.PRIVATE
)
def scanned(words: str) -> Act:
    """A camera opened the link of a code."""
    payload = words.removeprefix(merchants.START)
    return act(merchants.scanned, payload).show(views.stepped_up)


@router.command("code")
def code(words: str) -> Act:
    """`/code` is mine; `/code 1234 5678` pays whoever has these digits, with an amount if named."""
    if not words:
        return act(read, merchants.my_code).show(views.my_code).also_paused()
    found = DIGITS.fullmatch(words)
    if found is None:
        raise Usage(command="code")
    amount = None if found[2] is None else parse_amount(found[2])
    view = partial(views.stepped_up, amount=amount)
    return act(merchants.by_digits, found[1], amount).show(view)


router.always("shops", act(merchants.shops).show(views.shops).also_paused())
router.button(StepUp, lambda tap: act(merchants.counter, tap.merchant).show(views.counter))
router.button(
    ShowCode,
    lambda tap: act(read, merchants.merchant_code, tap.merchant).show(views.merchant_code),
)


def _pay(tap: PaySale) -> Act:
    order = merchants.Order(
        merchant_id=tap.merchant,
        amount=Fen(int(tap.fen)),
        what="",
        key=tap.nonce,
        platform=tap.platform or None,
    )
    return act(merchants.pay, order).show(views.sold)


router.button(PaySale, _pay)


@router.command("receipt")
def receipt(words: str) -> Act:
    """Is a receipt true that somebody shows me?"""
    if not words:
        raise Usage(command="receipt")
    return _check(words)


def _check(code: str) -> Act:
    return act(read, receipts.check, code).show(views.receipt).also_paused()


router.button(ShowReceipt, lambda tap: _check(tap.code))
