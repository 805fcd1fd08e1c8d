"""What agencies and offices add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.standing.agencies import running_views, views
from bot.standing.agencies.handlers import keepers, people, visitors
from services.kernel.town import ParticipantId
from services.living import offices
from services.standing import agencies, rescoring

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw_registry(town: Town, me: str) -> Message:
    """One person's agencies as they stand now."""
    return views.card(agencies.memberships(town, ParticipantId(me)))


def draw_offices(town: Town, page: str) -> Message:
    """One page of offices as it stands now."""
    return running_views.office_card(offices.of_town(town), int(page))


def draw_bureau(town: Town, _: str) -> Message:
    """The bureau as it stands now."""
    return running_views.bureau_card(agencies.bureau(town))


def draw_run(town: Town, rescoring_id: str) -> Message:
    """How far a rescoring has come."""
    return running_views.run_card(rescoring.look_at(town, int(rescoring_id)))


FEATURE = Feature(
    name="agencies",
    routers=(people, keepers, visitors),
    commands=(
        Command("agencies", Access.PARTICIPANT, rank=54),
        Command("rescore", Access.WORKSHOP, rank=33),
        Command("whatif", Access.WORKSHOP, rank=34),
        Command("bureau", Access.WORKSHOP, rank=35),
        Command("offices", Access.ADMIN, rank=67),
    ),
    event_views={
        agencies.SharingChanged: running_views.sharing_changed,
        agencies.LicencesReviewed: running_views.licences_reviewed,
        rescoring.RescoringEnded: running_views.rescored,
    },
    cards={
        "agencies": draw_registry,
        "offices": draw_offices,
        "bureau": draw_bureau,
        "rescoring": draw_run,
    },
    facilitators_cards=frozenset({"offices", "bureau", "rescoring"}),
)
