"""What people type and press to hire and to bring back. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.living.rentals import views
from bot.living.rentals.views import Cancel, Confirm, GiveBack, PayDeposit, PayOrder, Rent
from services.living import rentals

router = GuardedRouter("rentals", access=Access.PARTICIPANT)

router.always("services", act(rentals.shelf).show(views.services).also_paused())


@router.command("rent")
def rent(words: str) -> Act:
    if not words:
        return act(rentals.shelf).show(views.shelf).also_paused()
    return act(rentals.start, words).show(views.card)


router.always("return", act(rentals.give_back_only).show(views.brought))
router.button(Rent, lambda tap: act(rentals.start, tap.thing).show(views.card))
router.button(Confirm, lambda tap: act(rentals.confirm, tap.order_id).show(views.checked))
router.button(PayDeposit, lambda tap: act(rentals.pay_deposit, tap.order_id).show(views.deposited))
router.button(Cancel, lambda tap: act(rentals.cancel, tap.order_id).show(views.cancelled))
router.button(GiveBack, lambda tap: act(rentals.give_back, tap.order_id).show(views.returned))
router.button(PayOrder, lambda tap: act(rentals.pay, tap.order_id).show(views.paid))

FEATURE = Feature(
    name="rentals",
    routers=(router,),
    commands=(
        Command("rent", Access.PARTICIPANT, rank=26),
        Command("return", Access.PARTICIPANT, rank=27),
        Command("services", Access.PARTICIPANT, rank=12),
    ),
    event_views={
        rentals.RentalMoved: views.moved,
        rentals.RentalDue: views.told_due,
        rentals.RentalEnded: views.told_ended,
    },
    cards={"rental": drawn(rentals.find_order, views.card)},
)
