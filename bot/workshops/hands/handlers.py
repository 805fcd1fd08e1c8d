"""Raising a hand, taking it back, and seeing to those that are up. Parses; rules are the service's.

Open to anybody and to whoever may run towns, so that a blank town keeps nobody from asking.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import Go, whole_number
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import say
from bot.workshops.hands import views
from bot.workshops.hands.views import Come, Lower
from services.kernel.errors import Usage
from services.kernel.town import Town
from services.workshops import hands

DOWN = ("down", "off", "放下", "取消")
askers = GuardedRouter("hands", access=Access.ANYONE)
helpers = GuardedRouter("hand_helpers", access=Access.FACILITATOR)


@askers.command("hand")
def raise_hand(words: str) -> Act:
    """`/hand [WORDS]`: up; `/hand down`: down."""
    if words.lower() in DOWN:
        return act(hands.lower).show(views.lowered)
    return act(hands.raise_hand, words).show(views.raised)


askers.button(Lower, lambda _: act(hands.lower).show(views.lowered))


@helpers.command("hands")
def seen_to(words: str) -> Act:
    """Who waits; or `/hands N WORDS`: an answer."""
    if not words:
        return act(hands.waiting).show(views.waiting)
    number, _, told = words.partition(" ")
    if not told.strip():
        raise Usage(command="hands")
    asked = whole_number(number, command="hands")
    return act(hands.answer, asked, told).show(views.answered)


helpers.button(Come, lambda tap: act(hands.come, tap.hand_id).show(views.coming))


def waits(town: Town) -> Iterator[Waiting]:
    hand = hands.mine(town)
    if hand is not None:
        yield Waiting(say("waits.hand"), Go(command="hand"))


FEATURE = Feature(
    name="hands",
    routers=(askers, helpers),
    commands=(
        Command("hand", Access.PARTICIPANT, rank=54),
        Command("hands", Access.WORKSHOP, rank=21),
    ),
    event_views={
        hands.HandRaised: views.told_raised,
        hands.HandChanged: views.changed,
        hands.HandSeen: views.told_seen,
    },
    cards={"hand": drawn(hands.hand_by_id, views.card)},
    facilitators_cards=frozenset({"hand"}),
    waits=(waits,),
)
