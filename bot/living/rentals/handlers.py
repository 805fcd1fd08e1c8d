"""What people type and press to hire and to bring back. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import Go, whole_number
from bot.features import Command, Feature, Waiting, drawn
from bot.living.rentals import counter_views, views
from bot.living.rentals.views import (
    AskLess,
    BringFound,
    Cancel,
    Confirm,
    GiveBack,
    PayDeposit,
    PayOrder,
    Rent,
)
from bot.replies import say
from services.kernel.errors import Usage
from services.kernel.money import Money, parse_amount
from services.kernel.time import DAY_S
from services.kernel.town import Town
from services.living import rentals

router = GuardedRouter("rentals", access=Access.PARTICIPANT)
counter = GuardedRouter("counter", access=Access.WORKSHOP)


@router.command("rent")
def rent(words: str) -> Act:
    if not words:
        return act(rentals.shelf).show(views.shelf).also_paused()
    thing, _, order_no = words.partition("#")
    return act(rentals.start, thing, order_no.strip()).show(views.card)


@counter.command("orders")
def orders(words: str) -> Act:
    """`/orders`, and what a merchant does: less, paid, cancel, debit."""
    match words.split(maxsplit=2):
        case []:
            return act(rentals.open_orders).show(counter_views.counter).also_paused()
        case [number, "less", rest]:
            amount, _, reason = rest.partition(" ")
            less = parse_amount(amount)
            return act(rentals.modify, _number(number), less, reason).show(counter_views.acted)
        case [number, "cancel", *reason]:
            return act(rentals.revoke, _number(number), " ".join(reason)).show(counter_views.acted)
        case [number, "paid"]:
            return act(rentals.sync, _number(number)).show(counter_views.acted)
        case [number, "debit"]:
            return act(rentals.debit, _number(number)).show(counter_views.acted)
        case _:
            raise Usage(command="orders")


def _number(typed: str) -> int:
    return whole_number(typed, command="orders")


router.always("return", act(rentals.give_back_only).show(views.brought))
router.button(Rent, lambda tap: act(rentals.start, tap.thing).show(views.card))
router.button(Confirm, lambda tap: act(rentals.confirm, tap.order_id).show(views.checked))
router.button(PayDeposit, lambda tap: act(rentals.pay_deposit, tap.order_id).show(views.deposited))
router.button(Cancel, lambda tap: act(rentals.cancel, tap.order_id).show(views.cancelled))
router.button(GiveBack, lambda tap: act(rentals.give_back, tap.order_id).show(views.returned))
router.button(PayOrder, lambda tap: act(rentals.pay, tap.order_id).show(views.paid))
router.button(AskLess, lambda tap: act(rentals.ask_for_less, tap.order_id).show(views.lowered))
router.button(BringFound, lambda tap: act(rentals.bring_found, tap.order_id).show(views.found))


def waits(town: Town) -> Iterator[Waiting]:
    out = rentals.out(town)
    for one in out.in_use:
        if one.due is not None and one.due - town.now < DAY_S:
            yield Waiting(say("waits.rental", thing=one.thing.title), Go(command="return"))
    for one in out.owed:
        text = say("waits.owed", thing=one.thing.title, amount=Money(one.charged))
        yield Waiting(text, Go(command="rent"))


FEATURE = Feature(
    name="rentals",
    routers=(router, counter),
    commands=(
        Command("rent", Access.PARTICIPANT, rank=26),
        Command("return", Access.PARTICIPANT, rank=27),
        Command("orders", Access.WORKSHOP, rank=38),
    ),
    event_views={
        rentals.RentalMoved: views.moved,
        rentals.RentalDue: views.told_due,
        rentals.RentalEnded: views.told_ended,
        rentals.MerchantActed: counter_views.told_by_merchant,
    },
    cards={"rental": drawn(rentals.find_order, views.card)},
    waits=(waits,),
)
