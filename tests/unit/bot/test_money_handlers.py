"""What is typed about money is read strictly; what cannot be read changes nothing."""

from __future__ import annotations

import pytest

from bot.acts import Access, Act
from bot.money.envelopes import handlers as envelopes
from bot.money.transfers import handlers as transfers
from bot.money.wallet import handlers as wallet
from bot.replies import nothing
from services.kernel.errors import AmountOutOfRange, AmountUnclear, AmountUnreadable, Usage
from services.money.envelopes import EnvelopeKind, begin, send, send_to
from services.money.transfers import choose_amount_for, offer, payees
from services.workshops.scenarios import give_gala
from tests.support.handed import named, typed

UNREADABLE = ("1e3", "NaN", "0.001", "+5", "١٠٠", "5块十", "9" * 10_000)


@pytest.mark.parametrize(
    ("args", "read"),
    [
        ("8.88 5", (send, 888, 5, EnvelopeKind.LUCKY, "")),
        ("8.88 5 lucky", (send, 888, 5, EnvelopeKind.LUCKY, "")),
        ("¥8 5 EQUAL Happy  new year", (send, 800, 5, EnvelopeKind.EQUAL, "Happy  new year")),
        ("8 5 普通 新年快乐", (send, 800, 5, EnvelopeKind.EQUAL, "新年快乐")),
        ("8 5 Happy equal year", (send, 800, 5, EnvelopeKind.LUCKY, "Happy equal year")),
        ("6.66 @Linden for you", (send_to, "@Linden", 666, "for you")),
        ("6.66 @Linden", (send_to, "@Linden", 666, "")),
        ("6.66 ＠Linden", (send_to, "@Linden", 666, "")),
        ("5块5 3", (send, 550, 3, EnvelopeKind.LUCKY, "")),
        ("8 yuan 3 lucky", (send, 800, 3, EnvelopeKind.LUCKY, "")),
        ("100 200", (send, 10_000, 200, EnvelopeKind.LUCKY, "")),
        ("   ", (begin,)),
    ],
)
async def test_envelopes_are_read(args, read):
    assert named(await typed(envelopes.router, "hongbao", args)) == read


@pytest.mark.parametrize("args", ["8.88", "8.88 five", "8.88 -5", "8.88 ５", "8.88 5.0"])
async def test_envelopes_without_shares_are_answered_by_how_to_type_them(args):
    with pytest.raises(Usage):
        await typed(envelopes.router, "hongbao", args)


@pytest.mark.parametrize("amount", UNREADABLE)
async def test_unreadable_amounts_are_refused_everywhere(amount):
    for router, name, args in (
        (envelopes.router, "red_envelope", f"{amount} 5"),
        (envelopes.router, "red_envelope", f"{amount} @Bo"),
        (envelopes.stage, "gala", f"{amount} 5"),
    ):
        with pytest.raises(AmountUnreadable):
            await typed(router, name, args)


async def gala(args: str) -> Act:
    return await typed(envelopes.stage, "gala", args)


async def test_nothing_is_no_amount():
    with pytest.raises(AmountOutOfRange):
        await gala("0")
    for args in ("", "  ", "100 many", "100 -1", "100 5 6"):
        with pytest.raises(Usage):
            await gala(args)
    assert named(await gala("100")) == (give_gala, 10_000, None)
    assert (await gala("100")).view is nothing, "the facilitator hears of it with everybody"
    assert named(await gala("100 20")) == (give_gala, 10_000, 20)


@pytest.mark.parametrize("amount", UNREADABLE)
async def test_payments_read_amounts_strictly(amount):
    with pytest.raises(AmountUnreadable):
        await typed(transfers.router, "pay", f"bo {amount} note")


@pytest.mark.parametrize(
    ("args", "read"),
    [
        ("", (payees,)),
        ("bo", (choose_amount_for, "bo")),
        ("bo 5,50", (offer, "bo", 550, "")),
        ("bo 5 yuan for  tea", (offer, "bo", 500, "for  tea")),
        ("喜鹊 五块半 请你喝茶", (offer, "喜鹊", 550, "请你喝茶")),
        ("old Bo 5 5", (offer, "old Bo", 500, "5")),
    ],
)
async def test_payments_are_read(args, read):
    assert named(await typed(transfers.router, "pay", args)) == read


@pytest.mark.parametrize("amount", ["1 000", "1.250", "两三块", "5 or 6"])
async def test_an_amount_of_several_readings_is_never_guessed(amount):
    with pytest.raises(AmountUnclear):
        await typed(transfers.router, "pay", f"bo {amount}")


async def test_less_than_nothing_is_no_amount():
    for router, name, args in (
        (transfers.router, "pay", "bo -5"),
        (envelopes.router, "hongbao", "-5 3"),
        (envelopes.stage, "gala", "-5 3"),
    ):
        with pytest.raises(AmountOutOfRange):
            await typed(router, name, args)


async def test_only_reading_is_allowed_while_paused():
    assert (await typed(wallet.router, "wallet")).while_paused
    for acting in (
        await typed(transfers.router, "pay", "bo 8.88 a note\nof two lines"),
        await typed(envelopes.router, "hongbao", "8 5"),
        await typed(envelopes.router, "hongbao", "8 @bo"),
        await typed(envelopes.stage, "gala", "100"),
    ):
        assert not acting.while_paused


def test_rooms_say_who_may_come_in():
    for router in (wallet.router, transfers.router, envelopes.router):
        assert router.access is Access.PARTICIPANT
    assert envelopes.stage.access is Access.WORKSHOP
