"""How rentals look: the list, the card of an order, receipts. Pure: values in, replies out.

The card tells a threshold and the generic reasons only; what the law grants beyond that is said
once, when the score was asked.
"""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, RowId, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    grid,
    say,
)
from services.kernel.money import Money
from services.kernel.time import DAY_S, Moment
from services.living import rentals
from services.living.rentals import Ending, Ground, OrderState
from services.standing import scores

A_ROW = 2
ThingId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Rent(CallbackData, prefix="rs"):
    thing: ThingId


class Confirm(CallbackData, prefix="rc"):
    order_id: RowId


class PayDeposit(CallbackData, prefix="rd"):
    order_id: RowId


class Cancel(CallbackData, prefix="rx"):
    order_id: RowId


class GiveBack(CallbackData, prefix="rb"):
    order_id: RowId


class PayOrder(CallbackData, prefix="rp"):
    order_id: RowId


class AskLess(CallbackData, prefix="rl"):
    order_id: RowId


class BringFound(CallbackData, prefix="rf"):
    order_id: RowId


def shelf(found: rentals.Shelf) -> Replies:
    text = say(
        "rentals.shelf",
        things=tuple(_offer(offer) for offer in found.offers),
        provenance=say("provenance.reported_once"),
    )
    buttons = [
        Button(say("as_is", what=one.thing.title), Rent(thing=one.thing_id)) for one in found.offers
    ]
    return (screen(text, (*grid(buttons, A_ROW), *_out_rows(found.out))),)


def checked(found: rentals.Checked) -> Replies:
    """The toast; and where the law lets reasons be told, the reasons and a way up."""
    order = found.order
    if order.state is OrderState.IN_USE:
        return (Answer(say("rentals.toast_in_use", thing=order.thing.title)),)
    toast = Answer(say("rentals.toast_deposit", fund=_fund(order)))
    if found.gate is None or found.gate.reasons is None or Ground.SCORE not in order.grounds:
        return (toast,)
    return (toast, _why(order, found.gate))


def deposited(order: rentals.Order) -> Replies:
    return (Answer(say("rentals.toast_deposited", fund=_fund(order))),)


def cancelled(order: rentals.Order) -> Replies:
    return (Answer(say("rentals.toast_cancelled", thing=order.thing.title)),)


def returned(order: rentals.Order) -> Replies:
    """The toast; the receipt comes as a message."""
    return (Answer(say("rentals.toast_returned", thing=order.thing.title)),)


def brought(found: rentals.Order | rentals.Out) -> Replies:
    """One thing came back, and its receipt tells it; or there is a choice."""
    if isinstance(found, rentals.Order):
        return ()
    lines = tuple(line(order) for order in (*found.in_use, *found.owed))
    return (Message(say("rentals.out", lines=lines), keyboard=_out_rows(found)),)


def paid(order: rentals.Order) -> Replies:
    return (Answer(say("rentals.toast_paid", amount=Money(order.charged))),)


def lowered(order: rentals.Order) -> Replies:
    return (Answer(say("rentals.toast_lowered", amount=Money(order.charged))),)


def found(order: rentals.Order) -> Replies:
    return (Answer(say("rentals.toast_found", thing=order.thing.title)),)


def card(order: rentals.Order) -> Message:
    text = say(
        "rentals.card",
        number=say("rentals.number", no=order.order_no) if order.order_no else "",
        thing=order.thing.title,
        provider=order.thing.provider.title,
        price=_price(order),
        body=_body(order),
    )
    return Message(text, to=To(order.who), keyboard=buttons(order), card=f"rental:{order.order_id}")


def moved(event: rentals.RentalMoved) -> Replies:
    return (redraw(event.order),)


def told_due(event: rentals.RentalDue) -> Replies:
    order = event.order
    text = say(
        "rentals.due_now",
        thing=order.thing.title,
        fee=Money(order.terms.late_fee),
        lost=Moment(order.lost or 0),
        fund=_fund(order),
    )
    return (Message(text, to=To(order.who), keyboard=((_give_back(order),),)),)


def told_ended(event: rentals.RentalEnded) -> Replies:
    """The receipt, also where nobody pressed anything."""
    order = event.order
    receipt = say("rentals.receipt", thing=order.thing.title, body=_body(order))
    return (redraw(order), Message(receipt, to=To(order.who), keyboard=buttons(order)))


def _body(order: rentals.Order) -> Say:
    values = {
        "fund": _fund(order),
        "at_least": order.at_least,
        "fee": Money(order.terms.late_fee),
        "due": Moment(order.due or 0),
        "lost": Moment(order.lost or 0),
        "days": order.days,
        "amount": Money(order.charged),
        "rest": Money(order.terms.risk_fund - order.charged),
    }
    if order.state is OrderState.CREATED and order.grounds:
        return say(
            "rentals.asked", **values, grounds=tuple(_ground(order, g) for g in order.grounds)
        )
    if order.ending is not None:
        return _ended(order, values)
    deposit = "_with_deposit" if order.has_deposit else ""
    return say(f"rentals.{order.state.name.lower()}{deposit}", **values)


def _ended(order: rentals.Order, values: dict[str, object]) -> Say:
    how = say("rentals.ended_found" if order.found else f"rentals.ended_{order.ending}", **values)
    if order.state is OrderState.OWED:
        money = say("rentals.is_owed", **values)
    elif order.paid_elsewhere:
        money = say("rentals.paid_elsewhere", **values)
    elif order.found:
        money = say("rentals.refunded", **values)
    elif not order.has_deposit:
        money = say("rentals.from_wallet", **values)
    else:
        kept = order.ending is Ending.LOST
        money = say("rentals.deposit_kept" if kept else "rentals.deposit_back", **values)
    less = (say("rentals.lowered", reason=reason(order)),) if order.reason else ()
    return say("rentals.ended", how=how, money=(*less, money))


def reason(order: rentals.Order) -> Say | Quote:
    return say("rentals.goodwill") if order.reason == rentals.GOODWILL else Quote(order.reason)


def _why(order: rentals.Order, gate: scores.Eligibility) -> Message:
    """At most four reasons, as the law grants them, and a way to lift the score."""
    reasons = tuple(
        say("reason", number=number, reason=reason)
        for number, reason in enumerate(gate.reasons or (), 1)
    )
    lift = Button(say("scores.lift_button"), Go(command=f"lift {gate.gate}"))
    text = say("rentals.why", thing=order.thing.title, reasons=reasons)
    return Message(text, keyboard=((lift,),))


def buttons(order: rentals.Order) -> Keyboard:
    number = order.order_id
    if order.state is OrderState.CREATED:
        again = "rentals.confirm_again" if order.grounds else "rentals.confirm"
        confirm = Button(say(again), Confirm(order_id=number))
        cancel = Button(say("rentals.cancel"), Cancel(order_id=number))
        if not order.grounds:
            return ((confirm, cancel),)
        deposit = Button(say("rentals.pay_deposit", fund=_fund(order)), PayDeposit(order_id=number))
        return ((deposit,), (confirm, cancel))
    if order.state is OrderState.IN_USE:
        return ((_give_back(order),),)
    rows = [_pay(order)] if order.state is OrderState.OWED else []
    if rentals.can_be_less(order):
        rows.append(Button(say("rentals.ask_less"), AskLess(order_id=number)))
    if order.ending is Ending.LOST:
        rows.append(Button(say("rentals.found_button"), BringFound(order_id=number)))
    return grid(rows, 1)


def _out_rows(found: rentals.Out) -> Keyboard:
    return (
        *((_give_back(order),) for order in found.in_use),
        *((_pay(order),) for order in found.owed),
    )


def _give_back(order: rentals.Order) -> Button:
    label = say("rentals.return_button", thing=order.thing.title)
    return Button(label, GiveBack(order_id=order.order_id))


def _pay(order: rentals.Order) -> Button:
    label = say("pay_amount", amount=Money(order.charged))
    return Button(label, PayOrder(order_id=order.order_id))


def line(order: rentals.Order) -> Say:
    key = "rentals.line_owed" if order.state is OrderState.OWED else "rentals.line_in_use"
    amount, due = Money(order.charged), Moment(order.due or 0)
    return say(key, thing=order.thing.title, amount=amount, due=due)


def _offer(offer: rentals.Offer) -> Say:
    thing = offer.thing
    per = say(f"rentals.per_{thing.price.per}", price=Money(thing.price.fen))
    fund = say(f"rentals.fund_{thing.risk_fund.name.lower()}", amount=Money(thing.risk_fund.fen))
    return say(
        "rentals.offer",
        thing=thing.title,
        price=per,
        at_least=offer.at_least,
        fund=fund,
        provider=thing.provider.title,
    )


def _price(order: rentals.Order) -> Say:
    per = "day" if order.terms.per_s == DAY_S else "hour"
    return say(f"rentals.per_{per}", price=Money(order.terms.price))


def _ground(order: rentals.Order, ground: Ground) -> Say:
    score = 0 if order.score is None else order.score
    return say(f"rentals.ground_{ground}", score=score, at_least=order.at_least)


def _fund(order: rentals.Order) -> Say:
    name = order.thing.risk_fund.name.lower()
    return say(f"rentals.fund_{name}", amount=Money(order.terms.risk_fund))


def redraw(order: rentals.Order) -> Redraw:
    return Redraw(f"rental:{order.order_id}")
