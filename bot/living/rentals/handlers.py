"""What people type and press to hire and to bring back. Parses; rules are the service's."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.living.rentals import views
from bot.living.rentals.callbacks import Cancel, Confirm, GiveBack, PayDeposit, PayOrder, Rent
from services.living import rentals

router = GuardedRouter("rentals", access=Access.PARTICIPANT)


@router.message(Command("services"))
async def services(_: Message) -> Act:
    return act(rentals.shelf).show(views.services).also_paused()


@router.message(Command("rent"))
async def rent(_: Message, command: CommandObject) -> Act:
    """What there is to hire; or one thing of it."""
    if not command.args:
        return act(rentals.shelf).show(views.shelf).also_paused()
    return act(rentals.start, command.args).show(views.started)


@router.message(Command("return"))
async def bring_back(_: Message) -> Act:
    """Bring back what is out, or see what is out and what is owed."""
    return act(rentals.give_back_only).show(views.brought)


@router.callback_query(Rent.filter())
async def start(_: CallbackQuery, callback_data: Rent) -> Act:
    return act(rentals.start, callback_data.thing).show(views.started)


@router.callback_query(Confirm.filter())
async def confirm(_: CallbackQuery, callback_data: Confirm) -> Act:
    """The score is asked."""
    return act(rentals.confirm, callback_data.order_id).show(views.checked)


@router.callback_query(PayDeposit.filter())
async def pay_deposit(_: CallbackQuery, callback_data: PayDeposit) -> Act:
    return act(rentals.pay_deposit, callback_data.order_id).show(views.deposited)


@router.callback_query(Cancel.filter())
async def cancel(_: CallbackQuery, callback_data: Cancel) -> Act:
    return act(rentals.cancel, callback_data.order_id).show(views.cancelled)


@router.callback_query(GiveBack.filter())
async def give_back(_: CallbackQuery, callback_data: GiveBack) -> Act:
    return act(rentals.give_back, callback_data.order_id).show(views.returned)


@router.callback_query(PayOrder.filter())
async def pay(_: CallbackQuery, callback_data: PayOrder) -> Act:
    return act(rentals.pay, callback_data.order_id).show(views.paid)
