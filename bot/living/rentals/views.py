"""How rentals look: the list, the card of an order, receipts. Pure: values in, replies out.

The card tells a threshold and the generic reasons only; what the law grants beyond that is said
once, when the score was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.arguments import Go
from bot.living.rentals.callbacks import Cancel, Confirm, GiveBack, PayDeposit, PayOrder, Rent
from bot.replies import Answer, Button, Message, Redraw, To, say
from services.kernel.money import Money
from services.kernel.time import DAY_S, Moment
from services.living.rentals import Ending, Ground, Order, OrderState

if TYPE_CHECKING:
    from bot.replies import Keyboard, Replies, Say
    from services.living.rentals import (
        Checked,
        Offer,
        Out,
        RentalDue,
        RentalEnded,
        RentalMoved,
        Shelf,
    )
    from services.standing.scores import Eligibility

A_ROW = 2


def services(_: Shelf) -> Replies:
    """A short directory of the town."""
    rows = (
        (_go("rent"), _go("pay")),
        (_go("red_envelope"), _go("score")),
    )
    return (Message(say("rentals.services"), keyboard=rows),)


def shelf(found: Shelf) -> Replies:
    """What there is, what it costs, and from which score no deposit is asked."""
    text = say(
        "rentals.shelf",
        things=tuple(_offer(offer) for offer in found.offers),
        provenance=say("provenance.reported_once"),
    )
    buttons = [
        Button(say("rentals.rent_button", thing=one.thing.title), Rent(thing=one.thing_id))
        for one in found.offers
    ]
    rows = tuple(tuple(buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW))
    return (Message(text, keyboard=(*rows, *_out_rows(found.out))),)


def started(order: Order) -> Replies:
    return (card(order),)


def checked(found: Checked) -> Replies:
    """The toast; and where the law lets reasons be told, the reasons and a way up."""
    order = found.order
    if order.state is OrderState.IN_USE:
        return (Answer(say("rentals.toast_in_use", thing=order.thing.title)),)
    toast = Answer(say("rentals.toast_deposit", fund=_fund(order)))
    if found.gate is None or found.gate.reasons is None or Ground.SCORE not in order.grounds:
        return (toast,)
    return (toast, _why(order, found.gate))


def deposited(order: Order) -> Replies:
    """The deposit lies still, the thing is out."""
    return (Answer(say("rentals.toast_deposited", fund=_fund(order))),)


def cancelled(order: Order) -> Replies:
    return (Answer(say("rentals.toast_cancelled", thing=order.thing.title)),)


def returned(order: Order) -> Replies:
    """The toast; the receipt comes as a message."""
    return (Answer(say("rentals.toast_returned", thing=order.thing.title)),)


def brought(found: Order | Out) -> Replies:
    """One thing came back, and its receipt tells it; or there is a choice."""
    if isinstance(found, Order):
        return ()
    lines = tuple(_line(order) for order in (*found.in_use, *found.owed))
    return (Message(say("rentals.out", lines=lines), keyboard=_out_rows(found)),)


def paid(order: Order) -> Replies:
    return (Answer(say("rentals.toast_paid", amount=Money(order.charged))),)


def card(order: Order) -> Message:
    """An order as it stands, with what can be done about it."""
    text = say(
        "rentals.card",
        thing=order.thing.title,
        provider=order.thing.provider.title,
        price=_price(order),
        body=_body(order),
    )
    return Message(
        text, to=To(order.who), keyboard=_buttons(order), card=f"rental:{order.order_id}"
    )


def told_moved(event: RentalMoved) -> Replies:
    """The card shows it."""
    return (_redraw(event.order),)


def told_due(event: RentalDue) -> Replies:
    """A return is late from now on."""
    order = event.order
    text = say(
        "rentals.due_now",
        thing=order.thing.title,
        fee=Money(order.terms.late_fee),
        lost=Moment(order.lost or 0),
        fund=_fund(order),
    )
    return (Message(text, to=To(order.who), keyboard=((_give_back(order),),)),)


def told_ended(event: RentalEnded) -> Replies:
    """The receipt, also where nobody pressed anything."""
    order = event.order
    keyboard = ((_pay(order),),) if order.state is OrderState.OWED else ()
    receipt = say("rentals.receipt", thing=order.thing.title, body=_body(order))
    return (_redraw(order), Message(receipt, to=To(order.who), keyboard=keyboard))


def _body(order: Order) -> Say:
    """What a card or receipt says of the order's state."""
    values = {
        "fund": _fund(order),
        "at_least": order.at_least,
        "fee": Money(order.terms.late_fee),
        "due": Moment(order.due or 0),
        "lost": Moment(order.lost or 0),
        "days": order.thing.due_days,
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


def _ended(order: Order, values: dict[str, object]) -> Say:
    how = say(f"rentals.ended_{order.ending}", **values)
    if order.state is OrderState.OWED:
        money = say("rentals.is_owed", **values)
    elif not order.has_deposit:
        money = say("rentals.from_wallet", **values)
    else:
        kept = order.ending is Ending.LOST
        money = say("rentals.deposit_kept" if kept else "rentals.deposit_back", **values)
    return say("rentals.ended", how=how, money=money)


def _why(order: Order, gate: Eligibility) -> Message:
    """At most four reasons, as the law grants them, and a way to lift the score."""
    reasons = tuple(
        say("rentals.reason", number=number, reason=reason)
        for number, reason in enumerate(gate.reasons or (), 1)
    )
    lift = Button(say("rentals.lift"), Go(command=f"lift {gate.gate}"))
    text = say("rentals.why", thing=order.thing.title, reasons=reasons)
    return Message(text, keyboard=((lift,),))


def _buttons(order: Order) -> Keyboard:
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
    return ((_pay(order),),) if order.state is OrderState.OWED else ()


def _out_rows(found: Out) -> Keyboard:
    return (
        *((_give_back(order),) for order in found.in_use),
        *((_pay(order),) for order in found.owed),
    )


def _give_back(order: Order) -> Button:
    label = say("rentals.return_button", thing=order.thing.title)
    return Button(label, GiveBack(order_id=order.order_id))


def _pay(order: Order) -> Button:
    label = say("rentals.pay_button", amount=Money(order.charged))
    return Button(label, PayOrder(order_id=order.order_id))


def _line(order: Order) -> Say:
    key = "rentals.line_owed" if order.state is OrderState.OWED else "rentals.line_in_use"
    amount, due = Money(order.charged), Moment(order.due or 0)
    return say(key, thing=order.thing.title, amount=amount, due=due)


def _offer(offer: Offer) -> Say:
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


def _price(order: Order) -> Say:
    per = "day" if order.terms.per_s == DAY_S else "hour"
    return say(f"rentals.per_{per}", price=Money(order.terms.price))


def _ground(order: Order, ground: Ground) -> Say:
    score = 0 if order.score is None else order.score
    return say(f"rentals.ground_{ground}", score=score, at_least=order.at_least)


def _fund(order: Order) -> Say:
    name = order.thing.risk_fund.name.lower()
    return say(f"rentals.fund_{name}", amount=Money(order.terms.risk_fund))


def _redraw(order: Order) -> Redraw:
    return Redraw(f"rental:{order.order_id}")


def _go(command: str) -> Button:
    return Button(say(f"menu.{command}"), Go(command=command))
