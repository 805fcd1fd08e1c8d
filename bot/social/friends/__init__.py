"""What friends add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.social.friends import cards
from bot.social.friends.handlers import router
from services.social import friends
from services.social.kin import KinArrived

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw(town: Town, subject: str) -> Message:
    """The card with which somebody was asked, as it stands now."""
    return cards.card(friends.friendship_of(town, int(subject)))


FEATURE = Feature(
    name="friends",
    routers=(router,),
    commands=(Command("friends", Access.PARTICIPANT, rank=42),),
    event_views={
        friends.FriendAsked: cards.was_asked,
        friends.Befriended: cards.befriended,
        friends.FriendDeclined: cards.settled,
        friends.AskWithdrawn: cards.settled,
        friends.KnownHere: cards.known_here,
        KinArrived: cards.kin_arrived,
    },
    cards={"friend": draw},
)
