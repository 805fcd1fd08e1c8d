"""What people type and press around envelopes and galas. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.money.envelopes import gala_views, typed, views
from bot.money.envelopes.views import (
    CheckDraw,
    ChooseShares,
    OpenShare,
    SendEnvelope,
    TapGala,
)
from services.kernel.money import Fen
from services.money import envelopes

router = GuardedRouter("red_envelopes", access=Access.PARTICIPANT)
stage = GuardedRouter("galas", access=Access.WORKSHOP)


@router.message(Command("red_envelope", "hongbao"))
async def red_envelope(_: Message, command: CommandObject) -> Act:
    """Give an envelope, in words or by choosing."""
    if not command.args:
        return act(envelopes.begin).show(views.amounts)
    new = typed.envelope(command.args)
    if new.to:
        return act(envelopes.send_to, new.to, new.amount, new.words).show(views.sent)
    verb = act(envelopes.send, new.amount, new.shares, new.kind, new.words)
    return verb.show(views.sent)


@router.callback_query(ChooseShares.filter())
async def choose_shares(_: CallbackQuery, callback_data: ChooseShares) -> Act:
    amount = Fen(int(callback_data.fen))
    return act(envelopes.choose_shares, amount).show(views.shares)


@router.callback_query(SendEnvelope.filter())
async def send(_: CallbackQuery, callback_data: SendEnvelope) -> Act:
    amount, shares = Fen(int(callback_data.fen)), int(callback_data.shares)
    kind, nonce = callback_data.kind, callback_data.nonce
    return act(envelopes.send, amount, shares, kind, nonce=nonce).show(views.sent_by_button)


@router.callback_query(OpenShare.filter())
async def open_share(_: CallbackQuery, callback_data: OpenShare) -> Act:
    return act(envelopes.open_share, callback_data.envelope_id).show(views.opened)


@router.callback_query(CheckDraw.filter())
async def check_draw(_: CallbackQuery, callback_data: CheckDraw) -> Act:
    return act(envelopes.proof, callback_data.envelope_id).show(views.checked).also_paused()


@router.callback_query(TapGala.filter())
async def tap_gala(_: CallbackQuery, callback_data: TapGala) -> Act:
    return act(envelopes.tap, callback_data.gala_id).show(gala_views.tapped)


@stage.message(Command("gala"))
async def gala(_: Message, command: CommandObject) -> Act:
    amount, shares = typed.gala(command.args or "")
    return act(envelopes.start_gala, amount, shares).show(gala_views.started)
