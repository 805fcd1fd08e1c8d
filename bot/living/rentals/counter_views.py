"""What merchants do with orders: for whoever stands at the counter, and for the person. Pure."""

from __future__ import annotations

from bot.living.rentals import views
from bot.replies import Message, Replies, To, say
from services.kernel.money import Money
from services.kernel.time import Moment
from services.living import rentals


def counter(found: tuple[tuple[str, rentals.Order], ...]) -> Replies:
    """What the merchants of the town wait for, for whoever stands behind their counters."""
    lines = tuple(
        say("rentals.counter_line", number=one.order_id, name=name, line=views.line(one))
        for name, one in found
    )
    return (Message(say("rentals.counter", lines=lines or (say("rentals.counter_empty"),))),)


def acted(order: rentals.Order) -> Replies:
    """What the counter did, for whoever did it."""
    at = Moment(order.debit_until or 0)
    key = "debit" if order.debit_until else order.state.name.lower()
    values = {"number": order.order_id, "amount": Money(order.charged), "at": at}
    return (Message(say(f"rentals.acted_{key}", **values)),)


def told_by_merchant(event: rentals.MerchantActed) -> Replies:
    order = event.order
    text = say(
        f"rentals.merchant_{event.news}",
        thing=order.thing.title,
        provider=order.thing.provider.title,
        amount=Money(order.charged),
        reason=views.reason(order),
    )
    return (views.redraw(order), Message(text, to=To(order.who), keyboard=views.buttons(order)))
