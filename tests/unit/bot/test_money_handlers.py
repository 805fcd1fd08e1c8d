"""What is typed about money is read strictly; what cannot be read changes nothing."""

from __future__ import annotations

import pytest

from bot.acts import Access
from bot.money.envelopes import handlers as envelopes
from bot.money.envelopes import typed
from bot.money.envelopes.typed import TypedEnvelope
from bot.money.transfers import handlers as transfers
from bot.money.wallet import handlers as wallet
from services.kernel.errors import AmountOutOfRange, AmountUnreadable, Usage
from services.kernel.money import Fen
from services.money.envelopes import EnvelopeKind
from tests.support.handed import command, written

UNREADABLE = ("-5", "1e3", "NaN", "0.001", "1,000", "１００", "١٠٠", "\u202e5", "9" * 10_000)


@pytest.mark.parametrize(
    ("args", "read"),
    [
        ("8.88 5", TypedEnvelope(amount=Fen(888), words="", shares=5)),
        ("8.88 5 lucky", TypedEnvelope(amount=Fen(888), words="", shares=5)),
        (
            "¥8 5 EQUAL Happy  new year",
            TypedEnvelope(
                amount=Fen(800), words="Happy  new year", to="", shares=5, kind=EnvelopeKind.EQUAL
            ),
        ),
        (
            "8 5 普通 新年快乐",
            TypedEnvelope(
                amount=Fen(800), words="新年快乐", to="", shares=5, kind=EnvelopeKind.EQUAL
            ),
        ),
        (
            "8 5 Happy equal year",
            TypedEnvelope(amount=Fen(800), words="Happy equal year", shares=5),
        ),
        ("6.66 @Linden for you", TypedEnvelope(amount=Fen(666), words="for you", to="@Linden")),
        ("6.66 @Linden", TypedEnvelope(amount=Fen(666), words="", to="@Linden")),
    ],
)
def test_envelopes_are_read(args, read):
    assert typed.envelope(args) == read


@pytest.mark.parametrize("args", ["8.88", "8.88 five", "8.88 -5", "8.88 ５", "8.88 5.0", "   "])
def test_envelopes_without_shares_are_answered_by_how_to_type_them(args):
    with pytest.raises(Usage):
        typed.envelope(args)


@pytest.mark.parametrize("amount", UNREADABLE)
def test_unreadable_amounts_are_refused_everywhere(amount):
    for read in (
        lambda: typed.envelope(f"{amount} 5"),
        lambda: typed.envelope(f"{amount} @Bo"),
        lambda: typed.gala(f"{amount} 5"),
    ):
        with pytest.raises(AmountUnreadable):
            read()


def test_nothing_is_no_amount():
    with pytest.raises(AmountOutOfRange):
        typed.gala("0")
    for args in ("", "  ", "100 many", "100 -1", "100 5 6"):
        with pytest.raises(Usage):
            typed.gala(args)
    assert typed.gala("100") == (10_000, None)
    assert typed.gala("100 20") == (10_000, 20)


@pytest.mark.parametrize("amount", UNREADABLE)
async def test_payments_read_amounts_strictly(amount):
    with pytest.raises(AmountUnreadable):
        await transfers.pay(written(), command("pay", f"bo {amount} note"))


async def test_payments_without_amount_are_answered_by_how_to_type_them():
    with pytest.raises(Usage):
        await transfers.pay(written(), command("pay", "bo"))


async def test_only_reading_is_allowed_while_paused():
    assert (await wallet.wallet(written())).while_paused
    for acting in (
        await transfers.pay(written(), command("pay", "bo 8.88 a note\nof two lines")),
        await envelopes.red_envelope(written(), command("hongbao", "8 5")),
        await envelopes.red_envelope(written(), command("hongbao", "8 @bo")),
        await envelopes.gala(written(), command("gala", "100")),
    ):
        assert not acting.while_paused


def test_rooms_say_who_may_come_in():
    for router in (wallet.router, transfers.router, envelopes.router):
        assert router.access is Access.PARTICIPANT
    assert envelopes.stage.access is Access.WORKSHOP
