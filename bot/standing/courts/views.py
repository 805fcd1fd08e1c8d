"""How a judgment looks to its debtor. What follows when it is not paid, nobody says."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId
from bot.replies import Answer, Button, Message, Redraw, Replies, To, say
from services.kernel.time import Moment
from services.standing.courts import (
    Judgment,
    JudgmentDefaulted,
    JudgmentPaid,
    JudgmentServed,
    JudgmentWithdrawn,
)


class PayJudgment(CallbackData, prefix="jp"):
    judgment_id: RowId


def served(event: JudgmentServed | JudgmentDefaulted) -> Replies:
    return (card(event.judgment),)


def paid(judgment: Judgment) -> Replies:
    return (Answer(say("courts.toast_paid", case=judgment.case, amount=judgment.amount)),)


def settled(event: JudgmentPaid) -> Replies:
    """The letter shows it; whoever did not pay with their own hand is told."""
    judgment = event.judgment
    redraw = Redraw(f"judgment:{judgment.judgment_id}")
    if event.by_debtor:
        return (redraw,)
    text = say("courts.paid_for_you", case=judgment.case, amount=judgment.amount)
    return (redraw, Message(text, to=To(judgment.debtor)))


def withdrawn(event: JudgmentWithdrawn) -> Replies:
    return (Redraw(f"judgment:{event.judgment.judgment_id}"),)


def card(judgment: Judgment) -> Message:
    if judgment.withdrawn is not None:
        text = say("courts.withdrawn", case=judgment.case, when=Moment(judgment.withdrawn))
        return Message(text, card=f"judgment:{judgment.judgment_id}")
    if judgment.paid is None:
        return _letter(judgment)
    when = Moment(judgment.paid)
    text = say("courts.settled", case=judgment.case, amount=judgment.amount, when=when)
    return Message(text, card=f"judgment:{judgment.judgment_id}")


def _letter(order: Judgment) -> Message:
    """The court's letter, to the debtor alone."""
    text = say(
        "courts.served",
        case=order.case,
        name=order.debtor_name,
        amount=order.amount,
        due=order.due,
        provenance=say("provenance.national_rule"),
    )
    pay = Button(say("pay_amount", amount=order.amount), PayJudgment(judgment_id=order.judgment_id))
    return Message(
        text, to=To(order.debtor), keyboard=((pay,),), card=f"judgment:{order.judgment_id}"
    )
