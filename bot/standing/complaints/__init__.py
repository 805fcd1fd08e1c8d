"""What complaints add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.standing.complaints import views
from bot.standing.complaints.handlers import deciders, router
from services.standing import complaints

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw(town: Town, complaint_id: str) -> Message:
    """One complaint as it stands now, for whoever decides."""
    return views.card(complaints.complaint_by_id(town, int(complaint_id)))


FEATURE = Feature(
    name="complaints",
    routers=(router, deciders),
    commands=(
        Command("complain", Access.PARTICIPANT, rank=58),
        Command("complaints", Access.WORKSHOP, rank=36),
    ),
    event_views={
        complaints.ComplaintOpened: views.opened,
        complaints.ComplaintEnded: views.ended,
        complaints.ComplaintConcerns: views.changed,
    },
    cards={"complaint": draw},
    facilitators_cards=frozenset({"complaint"}),
)
