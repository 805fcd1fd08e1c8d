"""Answering an accusation, and deciding one. Parses; rules are the service's."""

from __future__ import annotations

import re

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.standing.accusations import views
from bot.standing.accusations.views import Believe, Counter, LookAt, Settle
from services.kernel.errors import Usage
from services.standing import accusations
from services.standing.accusations import Side

COUNTER = frozenset({"staged", "counter", "反诉", "碰瓷"})
SETTLE = frozenset({"pay", "settle", "赔钱", "私了"})
LOOK = re.compile(r"(?:look|查)\s+(\S+)", re.IGNORECASE)
DECISION = re.compile(r"([1-9][0-9]{0,8})\s+(\S+)")
BELIEVED = {"accused": Side.ACCUSED, "accuser": Side.ACCUSER}
BELIEVED |= {"被告": Side.ACCUSED, "原告": Side.ACCUSER}

router = GuardedRouter("accusations", access=Access.PARTICIPANT)
deciders = GuardedRouter("accusation_deciders", access=Access.WORKSHOP)


@router.command("accused")
def answer(words: str) -> Act:
    """`/accused`: of what; `look PIECE`, `staged` and `pay` answer the latest."""
    if not words:
        return act(accusations.mine).show(views.mine).also_paused()
    if words.casefold() in COUNTER:
        return act(accusations.counter).show(views.answered)
    if words.casefold() in SETTLE:
        return act(accusations.settle).show(views.answered)
    found = LOOK.fullmatch(words)
    if found is None:
        raise Usage(command="accused")
    return act(accusations.look, found[1].lower()).show(views.looked)


router.button(
    LookAt, lambda tap: act(accusations.look, tap.piece, tap.accusation_id).show(views.looked)
)
router.button(Counter, lambda tap: act(accusations.counter, tap.accusation_id).show(views.answered))
router.button(Settle, lambda tap: act(accusations.settle, tap.accusation_id).show(views.answered))


@deciders.command("accusations")
def book(words: str) -> Act:
    """`/accusations`: what waits; with a number and a side: who is believed."""
    if not words:
        return act(accusations.book).show(views.book).also_paused()
    found = DECISION.fullmatch(words)
    side = None if found is None else BELIEVED.get(found[2].casefold())
    if found is None or side is None:
        raise Usage(command="accusations")
    return act(accusations.decide, int(found[1]), side).show(views.answered)


deciders.button(
    Believe,
    lambda tap: act(accusations.decide, tap.accusation_id, tap.side).show(views.answered),
)

FEATURE = Feature(
    name="accusations",
    routers=(router, deciders),
    commands=(
        Command("accused", Access.PARTICIPANT, rank=59),
        Command("accusations", Access.WORKSHOP, rank=37),
    ),
    event_views={
        accusations.Accused: views.accused,
        accusations.AccusationChanged: views.changed,
        accusations.AccusationDecided: views.decided,
    },
    cards={
        "fall": drawn(accusations.accusation_of, views.letter),
        "fall_case": drawn(accusations.accusation_of, views.case),
    },
    facilitators_cards=frozenset({"fall_case"}),
)
