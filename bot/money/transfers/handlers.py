"""What people type and press to pay and to be paid. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.money.transfers import views
from bot.money.transfers.views import AcceptPayment, DeclinePayment, PayAmount, PayPage, PayWhom
from services.kernel.errors import Usage
from services.kernel.money import Fen, parse_amount
from services.money import transfers

AT_LEAST = 2  # a name and an amount

router = GuardedRouter("transfers", access=Access.PARTICIPANT)


@router.message(Command("pay"))
async def pay(_: Message, command: CommandObject) -> Act:
    """Pay somebody, in words or by choosing."""
    if not command.args:
        return act(transfers.payees).show(views.payees)
    parts = command.args.split(maxsplit=2)
    if len(parts) < AT_LEAST:
        raise Usage(command="pay")
    to, amount, *note = parts
    return act(transfers.offer, to, parse_amount(amount), *note).show(views.offered)


@router.callback_query(PayPage.filter())
async def turn_page(_: CallbackQuery, callback_data: PayPage) -> Act:
    return act(transfers.payees, callback_data.page).show(views.payees)


@router.callback_query(PayWhom.filter())
async def choose(_: CallbackQuery, callback_data: PayWhom) -> Act:
    return act(transfers.choose_amount, callback_data.to).show(views.amounts)


@router.callback_query(PayAmount.filter())
async def offer(_: CallbackQuery, callback_data: PayAmount) -> Act:
    amount, nonce = Fen(int(callback_data.fen)), callback_data.nonce
    verb = act(transfers.offer_to_id, callback_data.to, amount, nonce=nonce)
    return verb.show(views.offered_by_button)


@router.callback_query(AcceptPayment.filter())
async def accept(_: CallbackQuery, callback_data: AcceptPayment) -> Act:
    return act(transfers.accept, callback_data.payment_id).show(views.accepted)


@router.callback_query(DeclinePayment.filter())
async def decline(_: CallbackQuery, callback_data: DeclinePayment) -> Act:
    return act(transfers.decline, callback_data.payment_id).show(views.declined)
