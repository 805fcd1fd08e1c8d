"""Paying a judgment. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Feature, drawn
from bot.standing.courts import views
from bot.standing.courts.views import PayJudgment
from services.standing import courts

router = GuardedRouter("courts", access=Access.PARTICIPANT, is_right=True)

router.button(PayJudgment, lambda tap: act(courts.pay_judgment, tap.judgment_id).show(views.paid))

FEATURE = Feature(
    name="courts",
    routers=(router,),
    event_views={
        courts.JudgmentServed: views.served,
        courts.JudgmentDefaulted: views.served,
        courts.JudgmentPaid: views.settled,
        courts.JudgmentWithdrawn: views.withdrawn,
    },
    cards={"judgment": drawn(courts.judgment_of, views.card)},
)
