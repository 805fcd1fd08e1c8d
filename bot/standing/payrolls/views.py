"""How a payroll looks to its employer. What follows when it is not met, nobody says."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId, screen
from bot.replies import Answer, Button, Message, Redraw, Replies, To, say
from services.standing.payrolls import Payroll, PayrollDue, PayrollEnded


class PayWages(CallbackData, prefix="xw"):
    payroll_id: RowId


def due(event: PayrollDue) -> Replies:
    return (card(event.payroll),)


def ended(event: PayrollEnded) -> Replies:
    return (Redraw(f"payroll:{event.payroll.payroll_id}"),)


def paid(one: Payroll) -> Replies:
    return (Answer(say("payrolls.toast_paid", total=one.total)),)


def mine(found: tuple[Payroll, ...]) -> Replies:
    if not found:
        return (screen(say("payrolls.none")),)
    return tuple(card(one) for one in found)


def card(one: Payroll) -> Message:
    state = "paid" if one.is_paid else "late" if one.is_reported else "open"
    state = "withdrawn" if one.is_withdrawn else state
    text = say(
        "payrolls.letter",
        name=one.employer_name,
        workers=len(one.workers),
        wage=one.wage,
        total=one.total,
        state=say(f"payrolls.state_{state}", due=one.due),
        provenance=say("provenance.reported_once"),
    )
    pay = Button(say("pay_amount", amount=one.total), PayWages(payroll_id=one.payroll_id))
    keyboard = () if one.is_paid or one.is_withdrawn else ((pay,),)
    return Message(text, to=To(one.employer), keyboard=keyboard, card=f"payroll:{one.payroll_id}")
