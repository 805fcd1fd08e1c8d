"""Paying wages. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.standing.payrolls import views
from bot.standing.payrolls.views import PayWages
from services.kernel.errors import Usage
from services.standing import payrolls

PAY = frozenset({"pay", "发薪", "付"})

router = GuardedRouter("payrolls", access=Access.PARTICIPANT)


@router.command("wages")
def wages(words: str) -> Act:
    """`/wages`: what one owes as an employer; `/wages pay` pays the latest."""
    if not words:
        return act(payrolls.mine).show(views.mine).also_paused()
    if words.casefold() not in PAY:
        raise Usage(command="wages")
    return act(payrolls.pay).show(views.paid)


router.button(PayWages, lambda tap: act(payrolls.pay, tap.payroll_id).show(views.paid))

FEATURE = Feature(
    name="payrolls",
    routers=(router,),
    commands=(Command("wages", Access.PARTICIPANT, rank=60),),
    event_views={payrolls.PayrollDue: views.due, payrolls.PayrollEnded: views.ended},
    cards={"payroll": drawn(payrolls.payroll_of, views.card)},
)
