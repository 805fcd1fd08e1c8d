"""Calling, taking, refusing, hanging up, looking back. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram import F
from aiogram.enums import ChatType

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import CallGroup
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import nothing, say
from bot.social.calls import group_views, notice_views, views
from bot.social.calls.group_views import JoinCall, LeaveCall
from bot.social.calls.notice_views import KeepSilent
from bot.social.calls.views import CallAnyway, HangUp, Refuse, Ring, Take, Whom
from services.kernel.time import DAY_S
from services.kernel.town import Town
from services.social import calls, messaging, notices

router = GuardedRouter("calls", access=Access.PARTICIPANT)
keepers = GuardedRouter("notice_keepers", access=Access.WORKSHOP)

MISSED_S = 3 * DAY_S
CONNECTED = calls.CallState.CONNECTED
PLAIN_WORDS = F.text & ~F.text.startswith("/") & (F.chat.type == ChatType.PRIVATE)


@router.command("call")
def call(words: str) -> Act:
    """`/call NAME`, or without a name the people to choose from."""
    if not words:
        return act(messaging.directory).show(views.whom).also_paused()
    return act(calls.ring, words).show(nothing)  # the event of the ringing call shows it


router.button(Whom, lambda tap: act(messaging.directory, tap.page).show(views.whom).also_paused())
router.button(Ring, lambda tap: act(calls.ring_neighbour, tap.who).show(views.rung_by_button))
router.button(
    CallAnyway, lambda tap: act(calls.ring_anyway, tap.call_id).show(views.rung_by_button)
)
router.button(
    KeepSilent, lambda tap: act(notices.keep_silent, tap.play_id).show(notice_views.kept_silent)
)
router.button(Take, lambda tap: act(calls.answer, tap.call_id).show(views.taken))
router.button(Refuse, lambda tap: act(calls.decline, tap.call_id).show(views.refused))
router.button(
    HangUp, lambda tap: act(calls.hang_up, tap.call_id).show(views.hung_up).also_paused(reads=False)
)
router.button(CallGroup, lambda tap: act(calls.call_group, tap.group_id).show(group_views.toast))
router.button(JoinCall, lambda tap: act(calls.join, tap.call_id).show(group_views.toast))
router.button(
    LeaveCall,
    lambda tap: act(calls.leave, tap.call_id).show(views.hung_up).also_paused(reads=False),
)
router.always("hangup", act(calls.put_down).show(views.hung_up).also_paused(reads=False))
router.always("calls", act(calls.log).show(views.log).also_paused())
router.always("notice", act(notices.own_line).show(notice_views.own).also_paused())
keepers.always("notices", act(notices.lines).show(notice_views.lines).also_paused())


def waits(town: Town) -> Iterator[Waiting]:
    """The call one is in, to be ended by a tap; and those missed in the last few days: whoever
    called longer ago has found another way.
    """
    me = town.actor.pid
    if (call := calls.current_call(town, me)) is not None and call.state is CONNECTED:
        name = call.callee_name if call.caller == me else call.caller_name
        yield Waiting(say("waits.in_call", name=name), HangUp(call_id=call.call_id))
    elif (group := calls.current_group_call(town, me)) is not None:
        text = say("waits.in_call", name=group_views.name_of(group))
        yield Waiting(text, LeaveCall(call_id=group.group_call_id))
    for one in calls.missed_calls(town, town.now - MISSED_S):
        yield Waiting(say("waits.call", name=one.caller_name), Ring(who=one.caller))


FEATURE = Feature(
    name="calls",
    routers=(router, keepers),
    commands=(
        Command("call", Access.PARTICIPANT, rank=41),
        Command("hangup", Access.PARTICIPANT, rank=43),
        Command("calls", Access.PARTICIPANT, rank=44),
        Command("notice", Access.PARTICIPANT, rank=45),
        Command("notices", Access.WORKSHOP, rank=39),
    ),
    event_views={
        calls.CallAnnounced: notice_views.announced,
        notices.NoticeBeforeWords: notice_views.before_words,
        calls.CallRinging: views.ringing,
        calls.CallConnected: views.connected,
        calls.CallSpoken: views.spoken,
        calls.CallClosed: views.closed,
        calls.LineWasBusy: views.busy,
        calls.GroupCallRinging: group_views.ringing,
        calls.GroupCallJoined: group_views.changed,
        calls.GroupCallLeft: group_views.left,
        calls.GroupCallSpoken: group_views.spoken,
    },
    cards={
        "group_call": group_views.draw,
        "call_out": drawn(calls.call_of, views.out_card),
        "call_in": drawn(calls.call_of, views.in_card),
        "call_talk": drawn(calls.call_of, views.talk_card),
    },
    waits=(waits,),
)
