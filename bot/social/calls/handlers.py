"""Calling, taking, refusing, talking, hanging up. Parses; rules are the service's.

`line` hears plain words and must come after every other router.
"""

from __future__ import annotations

from aiogram import F
from aiogram.enums import ChatType
from aiogram.types import Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, drawn
from bot.replies import nothing
from bot.social.calls import views
from bot.social.calls.views import HangUp, Refuse, Ring, Take, Whom
from services.social import calls, messaging

router = GuardedRouter("calls", access=Access.PARTICIPANT)
line = GuardedRouter("line", access=Access.PARTICIPANT)

PLAIN_WORDS = F.text & ~F.text.startswith("/") & (F.chat.type == ChatType.PRIVATE)


@router.command("call")
def call(words: str) -> Act:
    """`/call NAME`, or without a name the people to choose from."""
    if not words:
        return act(messaging.directory).show(views.whom).also_paused()
    return act(calls.ring, words.split()[0]).show(nothing)  # the event of the ringing call shows it


router.button(Whom, lambda tap: act(messaging.directory, tap.page).show(views.whom).also_paused())
router.button(Ring, lambda tap: act(calls.ring_neighbour, tap.who).show(views.rung_by_button))
router.button(Take, lambda tap: act(calls.answer, tap.call_id).show(views.taken))
router.button(Refuse, lambda tap: act(calls.decline, tap.call_id).show(views.refused))
router.button(
    HangUp, lambda tap: act(calls.hang_up, tap.call_id).show(views.hung_up).also_paused(reads=False)
)
router.always("hangup", act(calls.hang_up).show(views.hung_up).also_paused(reads=False))


@line.message(PLAIN_WORDS)
async def talk(message: Message) -> Act:
    """Plain words in a private chat are said to the other end of the call."""
    return act(calls.talk, message.text or "").show(nothing)


FEATURE = Feature(
    name="calls",
    routers=(router, line),
    commands=(
        Command("call", Access.PARTICIPANT, rank=41),
        Command("hangup", Access.PARTICIPANT, rank=43),
    ),
    event_views={
        calls.CallRinging: views.ringing,
        calls.CallConnected: views.connected,
        calls.CallSpoken: views.spoken,
        calls.CallClosed: views.closed,
    },
    cards={
        "call_out": drawn(calls.call_of, views.out_card),
        "call_in": drawn(calls.call_of, views.in_card),
        "call_talk": drawn(calls.call_of, views.talk_card),
    },
)
