"""What the court adds to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.features import Feature
from bot.standing.courts import views
from bot.standing.courts.handlers import router
from services.standing import courts

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw(town: Town, subject: str) -> Message:
    """The court's letter as it stands now."""
    return views.card(courts.judgment_of(town, int(subject)))


FEATURE = Feature(
    name="courts",
    routers=(router,),
    event_views={
        courts.JudgmentServed: views.served,
        courts.JudgmentDefaulted: views.served,
        courts.JudgmentPaid: views.settled,
    },
    cards={"judgment": draw},
)
