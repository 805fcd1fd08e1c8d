"""Friends, and finding people. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.social.friends import views
from bot.social.friends.views import Ask, CirclePage, End, Meet, Reach, Reply, TownPage
from services.kernel.errors import Usage
from services.social import calls, friends, messaging
from services.social.kin import KinArrived

router = GuardedRouter("friends", access=Access.PARTICIPANT)


@router.command("friends")
def friends_command(words: str) -> Act:
    """`/friends`, `/friends NAME`, `/friends add NAME`, `/friends remove NAME`."""
    match words.split():
        case []:
            return act(friends.overview).show(views.circle).also_paused()
        case ["add", name]:
            return act(friends.ask, name).show(views.asked)
        case ["remove", name]:
            return act(friends.unfriend_by_name, name).show(views.ended)
        case [name]:
            return act(friends.meet_by_name, name).show(views.person).also_paused()
        case _:
            raise Usage(command="friends")


router.button(
    CirclePage, lambda tap: act(friends.overview, tap.page).show(views.circle).also_paused()
)
router.button(
    TownPage, lambda tap: act(messaging.directory, tap.page).show(views.directory).also_paused()
)
router.button(Meet, lambda tap: act(friends.meet, tap.who).show(views.person).also_paused())
router.button(Reach, lambda tap: act(calls.ring_neighbour, tap.who).show(views.called))
router.button(Ask, lambda tap: act(friends.ask_neighbour, tap.who).show(views.asked))
router.button(
    Reply,
    lambda tap: act(friends.accept if tap.yes else friends.decline, tap.friendship_id).show(
        views.replied
    ),
)
router.button(End, lambda tap: act(friends.unfriend, tap.friendship_id).show(views.ended))

FEATURE = Feature(
    name="friends",
    routers=(router,),
    commands=(Command("friends", Access.PARTICIPANT, rank=42),),
    event_views={
        friends.FriendAsked: views.was_asked,
        friends.Befriended: views.befriended,
        friends.FriendDeclined: views.settled,
        friends.AskWithdrawn: views.settled,
        friends.KnownHere: views.known_here,
        KinArrived: views.kin_arrived,
    },
    cards={"friend": drawn(friends.friendship_of, views.card)},
)
