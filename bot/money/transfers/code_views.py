"""How codes, shops and receipts of purchases look. Pure: values in, replies out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, Nonce, ShowStars, Typed, go, screen
from bot.charts import paper_svg
from bot.money.transfers import views
from bot.money.transfers.views import PayAmount
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    Message,
    Picture,
    Replies,
    Say,
    grid,
    say,
)
from bot.words import Read
from services.kernel.money import Fen, Money
from services.kernel.time import Moment, TownTime
from services.money import merchants, platforms, receipts, transfers

MerchantId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,15}$")]
PlatformId = Annotated[str, Field(pattern=r"^[a-z0-9_]{0,12}$")]


class StepUp(CallbackData, prefix="mu"):
    """Step up to a merchant."""

    merchant: MerchantId


class ShowCode(CallbackData, prefix="mk"):
    """The code that hangs in a shop."""

    merchant: MerchantId


class ShowReceipt(CallbackData, prefix="mr"):
    """A receipt as a picture."""

    code: Annotated[str, Field(pattern=r"^[A-Z][0-9]{1,18}-[A-Z]{6}$")]


class PaySale(CallbackData, prefix="mp"):
    """Pay a merchant; the nonce makes one sale of all taps on one screen."""

    merchant: MerchantId
    fen: Typed
    nonce: Nonce
    platform: PlatformId


MICRO_FEN = (3_00, 5_50, 8_80, 12_00)
SHOP_FEN = (8_80, 18_00, 36_00, 88_00)
SHOPS_A_ROW = 2
SHOPS = Go(command="shops")
HALF = 4  # digits of a code that are read in one breath


def stepped_up(found: merchants.Counter | transfers.Payee, amount: Fen | None = None) -> Replies:
    """Whom the code is of: a merchant, or a person who will be asked to accept."""
    if isinstance(found, merchants.Counter):
        return counter(found)
    if amount is None:
        return views.amounts(found)
    tap = PayAmount(to=found.participant_id, fen=str(amount), nonce=found.nonce)
    text = say("merchants.confirm_person", name=found.name, amount=Money(amount))
    pay = Button(say("pay_amount", amount=Money(amount)), tap)
    return (screen(text, ((pay,),)),)


def counter(found: merchants.Counter) -> Replies:
    """What to pay a merchant, and from which wallet."""
    one = found.shop.merchant
    values = {
        "title": one.title,
        "place": one.place,
        "wallets": tuple(_wallet(held) for held in found.wallets),
    }
    if found.amount is not None:
        text = say("merchants.confirm", amount=Money(found.amount), **values)
        rows = tuple((_pay(found, found.amount, held.platform),) for held in found.wallets)
        return (screen(text, rows, back=SHOPS),)
    key = "merchants.micro" if one.micro else "merchants.counter"
    amounts = MICRO_FEN if one.micro else SHOP_FEN
    buttons = [_pay(found, Fen(fen)) for fen in amounts]
    code = Button(say("merchants.their_code"), ShowCode(merchant=one.merchant_id))
    stars = Button(say("merchants.their_stars"), ShowStars(service=one.merchant_id))
    keyboard = (*grid(buttons, SHOPS_A_ROW), (code, stars))
    return (screen(say(key, **values), keyboard, back=SHOPS),)


def shops(found: tuple[merchants.Shop, ...]) -> Replies:
    """Everybody who sells, one button each."""
    buttons = [
        Button(one.merchant.title, StepUp(merchant=one.merchant.merchant_id)) for one in found
    ]
    alone = {
        one.title: [shop.merchant.title for shop in found if shop.merchant.platforms == (name,)]
        for name, one in platforms.catalogue().items()
    }
    lines = tuple(
        say("merchants.only", platform=platform, titles=titles)
        for platform, titles in alone.items()
        if titles
    ) or (say("merchants.no_shops"),)
    return (screen(say("merchants.shops", lines=lines), grid(buttons, SHOPS_A_ROW)),)


def my_code(read: Read[merchants.PayCode]) -> Replies:
    """One's own code: a picture for cameras, digits for those who type."""
    found = read.found
    text = say("merchants.my_code", digits=_halves(found.digits))
    copy = CopyTextButton(say("merchants.copy_code"), found.digits)
    keyboard = ((copy,), (go("request"), go("shops")))
    return (replace(screen(text, keyboard), picture=_picture(read)),)


def merchant_code(read: Read[merchants.PayCode]) -> Replies:
    """What hangs in a shop."""
    text = say(
        "merchants.shop_code",
        title=read.found.title,
        place=read.found.place or "",
        digits=_halves(read.found.digits),
    )
    return (replace(screen(text, back=SHOPS), picture=_picture(read)),)


def sold(sale: merchants.Sale) -> Replies:
    """The receipt; a second tap says the same, and pays nothing."""
    values = {"title": sale.merchant, "amount": Money(sale.amount), "code": sale.code}
    toast = Answer(say("merchants.toast_paid", **values))
    if sale.again:
        return (toast,)
    platform = platforms.find(sale.platform).title
    text = say(
        "merchants.receipt", place=sale.place, platform=platform, at=Moment(sale.at), **values
    )
    picture = Button(say("merchants.as_picture"), ShowReceipt(code=sale.code))
    return (toast, screen(text, ((picture, go("shops")),)))


def receipt(read: Read[receipts.Receipt]) -> Replies:
    """A receipt that was checked, as a picture to hold up and in words."""
    found = read.found
    payee = found.payee if isinstance(found.payee, str) else read.plain(found.payee)
    rows = [
        (read.plain(say("merchants.paid_by")), found.payer),
        (read.plain(say("merchants.paid_to")), payee),
        (read.plain(say("merchants.paid_from")), read.plain(found.platform)),
    ]
    if found.place is not None:
        rows.append((read.plain(say("merchants.at")), read.plain(found.place)))
    rows.append((read.plain(say("merchants.when")), read.plain(_when(found.at))))
    amount = Money(found.amount)
    title, note = say("merchants.receipt_title", code=found.code), say("merchants.receipt_note")
    picture = paper_svg(read.plain(title), rows, read.plain(note), large=str(amount))
    values = {"payer": found.payer, "payee": found.payee, "amount": amount, "code": found.code}
    text = say("merchants.true_receipt", at=_when(found.at), **values)
    return (Message(text, picture=Picture("receipt.png", picture)),)


def _when(at: TownTime) -> Say:
    return say("as_is", what=Moment(at))


def _pay(
    found: merchants.Counter, amount: Fen, platform: platforms.Platform | None = None
) -> Button:
    tap = PaySale(
        merchant=found.shop.merchant.merchant_id,
        fen=str(amount),
        nonce=found.nonce,
        platform="" if platform is None else platform.platform_id,
    )
    if platform is None:
        return Button(say("as_is", what=Money(amount)), tap)
    return Button(say("merchants.pay_with", platform=platform.title), tap)


def _wallet(held: platforms.Holding) -> Say:
    return say("merchants.wallet", platform=held.platform.title, balance=Money(held.balance))


def _halves(digits: str) -> str:
    return f"{digits[:HALF]} {digits[HALF:]}"


def _picture(read: Read[merchants.PayCode]) -> Picture:
    found = read.found
    title = found.title if isinstance(found.title, str) else read.plain(found.title)
    rows = (
        [] if found.place is None else [(read.plain(say("merchants.at")), read.plain(found.place))]
    )
    picture = paper_svg(
        read.plain(say("merchants.code_title", title=title)),
        rows,
        read.plain(say("merchants.code_note")),
        link=found.link,
        large=_halves(found.digits),
    )
    return Picture("code.png", picture)
