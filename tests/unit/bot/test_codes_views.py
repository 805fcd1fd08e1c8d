"""Codes, shops, receipts, platforms and statements as people see them, with hostile names."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from bot.charts import png
from bot.money.platforms import FEATURE as PLATFORMS
from bot.money.platforms import views as platform_views
from bot.money.transfers import FEATURE, code_views, codes
from bot.money.transfers.code_views import PaySale
from bot.money.wallet import FEATURE as WALLET
from bot.money.wallet import statements
from bot.replies import Answer, Button, Message, Replies
from bot.words import Read, read, words_for
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Fen, Money
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId
from services.money import merchants, platforms, receipts, transfers
from tests.support.handed import named, pressed, typed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA, BO = ParticipantId("a" * 16), ParticipantId("b" * 16)
NONCE = "0123456789ab"
WORST = Localized(en=HOSTILE, zh=HOSTILE)
SHOPS = tuple(merchants.Shop(one, BO, "Bo") for one in merchants.catalogue().values())
HELD = tuple(
    platforms.Holding(one, Fen(5000), is_left=left)
    for one, left in zip(platforms.catalogue().values(), (False, True), strict=True)
)
COUNTER = merchants.Counter(SHOPS[0], NONCE, HELD)
SALE = merchants.Sale(
    sale_id=7,
    merchant_id="tricycle",
    merchant=WORST,
    keeper=BO,
    keeper_name=HOSTILE,
    customer=ANA,
    customer_name=HOSTILE,
    amount=Fen(550),
    platform="alipay",
    place=WORST,
    what="",
    at=TownTime(90_000),
    code="S7-BCDFGH",
)
CODE = merchants.PayCode(HOSTILE, WORST, "12345678", "https://t.me/Town?start=pay-BCDFGH-12345678")
RECEIPT = receipts.of_sale(SALE)
PAID = replace(RECEIPT, payee=HOSTILE, place=None)
OVERVIEW = merchants.Overview(
    tuple(merchants.Standing(held, (WORST,), 3) for held in HELD), 12, NONCE
)
TRICKS = ("=1+1", "+1", "-1", "@a", "\tx", "＝1")


def entry(whom: str | Localized, fen: int, kind: str = "sale") -> receipts.Entry:
    return receipts.Entry(TownTime(90_000), kind, Fen(fen), whom, WORST, "S7-BCDFGH")


BOUGHT = tuple(entry(words, -550) for words in (HOSTILE, WORST, *TRICKS))
MONTH = receipts.Statement(2015, 1, (*BOUGHT, entry("Bo", 7, "top_up")))


def looks(language: str) -> dict[str, Replies]:
    words = words_for(language)
    return {
        "micro": code_views.counter(COUNTER),
        "shop": code_views.counter(replace(COUNTER, shop=SHOPS[1])),
        "typed": code_views.counter(replace(COUNTER, amount=Fen(550))),
        "person": code_views.stepped_up(transfers.Payee(BO, HOSTILE, NONCE)),
        "person, amount": code_views.stepped_up(transfers.Payee(BO, HOSTILE, NONCE), Fen(550)),
        "shops": code_views.shops(SHOPS),
        "no shops": code_views.shops(()),
        "mine": code_views.my_code(Read(CODE, words)),
        "no link": code_views.my_code(Read(replace(CODE, link="", place=None), words)),
        "theirs": code_views.merchant_code(Read(replace(CODE, title=WORST), words)),
        "sold": code_views.sold(SALE),
        "again": code_views.sold(replace(SALE, again=True)),
        "receipt": code_views.receipt(Read(RECEIPT, words)),
        "paid receipt": code_views.receipt(Read(PAID, words)),
        "platforms": platform_views.overview(OVERVIEW),
        "price": platform_views.price(OVERVIEW, "alipay"),
        "price at home": platform_views.price(OVERVIEW, "wechat_pay"),
        "topped up": platform_views.topped_up(HELD),
        "left": platform_views.left(HELD),
        "came back": platform_views.came_back(HELD),
        "month": statements.month(Read(MONTH, words)),
        "empty month": statements.month(Read(replace(MONTH, entries=()), words)),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_renders_and_names_stay_text(language: str):
    for replies in looks(language).values():
        check(replies, language)
        for reply in replies:
            if isinstance(reply, Message) and reply.picture is not None:
                assert "<b>" not in reply.picture.svg
                assert png(reply.picture.svg).startswith(b"\x89PNG")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_refusal_has_words(language: str):
    title = WORST
    refusals = (
        merchants.CodeOfNobody(code="1" * 20),
        merchants.CodeElsewhere(title="Town"),
        merchants.CodeOfClosedTown(title="Town"),
        merchants.NoSuchMerchant(typed="x"),
        merchants.OwnShop(merchant=title),
        merchants.SoldOtherwise(merchant=title, amount=Money(1)),
        merchants.NotTaken(merchant=title, platform=title),
        platforms.PlatformShort(platform=title, balance=Money(1), needed=Money(2)),
        platforms.PlatformLeft(platform=title),
        platforms.LastPlatform(platform=title),
        receipts.ForgedReceipt(code="S1"),
        receipts.MonthUnreadable(typed="x"),
    )
    for feature in (FEATURE, PLATFORMS, WALLET):
        check_words(feature, refusals, language)


def test_one_screen_pays_with_one_key_whatever_is_tapped():
    (message,) = code_views.counter(COUNTER)
    assert isinstance(message, Message)
    taps = [b.data for row in message.keyboard for b in row if isinstance(b, Button)]
    sales = [tap for tap in taps if isinstance(tap, PaySale)]
    assert {tap.nonce for tap in sales} == {NONCE}
    assert len(sales) == len(code_views.MICRO_FEN)
    (toast,) = code_views.sold(replace(SALE, again=True))
    assert isinstance(toast, Answer)
    assert toast == code_views.sold(SALE)[0], "the second tap is told the same receipt"


@pytest.mark.parametrize("merchant", merchants.catalogue())
def test_every_merchants_button_fits(merchant: str):
    tap = PaySale(merchant=merchant, fen="9" * 9, nonce=NONCE, platform="wechat_pay")
    assert len(tap.pack()) <= 64


def test_the_file_is_typed_and_runs_nothing():
    text = statements.table(Read(MONTH, words_for("en")))
    assert text.startswith("\ufeff")
    _, *rows = csv.reader(StringIO(text.removeprefix("\ufeff")))
    assert {row[1] for row in rows} == {"-5.5", "0.07"}, "numbers stay numbers, also below zero"
    assert ",-5.5," in text
    assert [row[3] for row in rows[2 : 2 + len(TRICKS)]] == [f"'{trick}" for trick in TRICKS]


@pytest.mark.parametrize(
    ("name", "args", "meant"),
    [
        ("start", "pay-BCDFGH-12345678", (merchants.scanned, "BCDFGH-12345678")),
        ("code", "1234 5678", (merchants.by_digits, "1234 5678", None)),
        ("code", "12345678 5.50", (merchants.by_digits, "12345678", Fen(550))),
        ("receipt", "S7-BCDFGH", (read, receipts.check, "S7-BCDFGH")),
    ],
)
async def test_what_is_typed_is_read(name: str, args: str, meant: tuple[object, ...]):
    assert named(await typed(codes.router, name, args)) == meant


@pytest.mark.parametrize("args", ["1234", "12345678 5 6", "abcdefgh", "１２３４５６７８"])
async def test_what_is_no_code_is_answered_by_how_to_type_one(args: str):
    with pytest.raises(Usage):
        await typed(codes.router, "code", args)


async def test_a_tap_pays_what_it_says():
    tap = PaySale(merchant="tricycle", fen="550", nonce=NONCE, platform="")
    verb, order = named(await pressed(codes.router, tap))
    assert verb is merchants.pay
    assert (order.amount, order.key, order.platform) == (550, NONCE, None)
