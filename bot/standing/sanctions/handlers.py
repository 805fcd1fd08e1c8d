"""Looking at one's doors, asking for an exemption, and deciding on it. Parses only."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.closed_doors import AskExemption
from bot.features import Command, Feature, drawn
from bot.standing.sanctions import views
from bot.standing.sanctions.views import DecideExemption, OpenExemption
from services.standing import sanctions

router = GuardedRouter("sanctions", access=Access.PARTICIPANT, is_right=True)
deciders = GuardedRouter("sanction_deciders", access=Access.WORKSHOP)


@router.command("doors")
def doors(_: str) -> Act:
    return act(sanctions.my_doors).show(views.my_doors).also_paused()


router.button(AskExemption, lambda tap: act(sanctions.ask_exemption, tap.door).show(views.asked))
deciders.always("exemptions", act(sanctions.waiting_exemptions).show(views.waiting).also_paused())
deciders.button(
    OpenExemption,
    lambda tap: act(sanctions.exemption, tap.exemption_id).show(views.opened).also_paused(),
)
deciders.button(
    DecideExemption,
    lambda tap: act(sanctions.decide_exemption, tap.exemption_id, is_granted=tap.is_granted).show(
        views.decided
    ),
)

FEATURE = Feature(
    name="sanctions",
    routers=(router, deciders),
    commands=(
        Command("doors", Access.PARTICIPANT, rank=56),
        Command("exemptions", Access.WORKSHOP, rank=57),
    ),
    event_views={
        sanctions.ExemptionAsked: views.to_decide,
        sanctions.ExemptionDecided: views.told,
        sanctions.LearnedOfListing: views.learned,
    },
    cards={"exemption": drawn(sanctions.exemption, views.card)},
    facilitators_cards=frozenset({"exemption"}),
)
