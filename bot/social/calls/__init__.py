"""What calls add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.social.calls import views
from bot.social.calls.handlers import line, router
from services.social import calls

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw_out(town: Town, subject: str) -> Message:
    """The caller's card."""
    return views.out_card(calls.call_of(town, int(subject)))


def draw_in(town: Town, subject: str) -> Message:
    """The callee's card."""
    return views.in_card(calls.call_of(town, int(subject)))


def draw_talk(town: Town, subject: str) -> Message:
    """The card of the talk."""
    return views.talk_card(calls.call_of(town, int(subject)))


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
    cards={"call_out": draw_out, "call_in": draw_in, "call_talk": draw_talk},
)
