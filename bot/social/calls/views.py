"""How a call looks from either end. It has three cards: the caller's, the callee's, the talk."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, CallGroup, Chat, Page, RowId, Words, go, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Quote,
    Redraw,
    Replies,
    To,
    Value,
    grid,
    next_page,
    say,
)
from bot.social.calls.group_views import name_of
from bot.social.calls.length import length_of
from services.kernel.time import Moment
from services.kernel.town import ParticipantId
from services.people.identity import Directory
from services.social import calls
from services.social.messaging import talk_with


class Ring(CallbackData, prefix="cc"):
    who: str


class Whom(CallbackData, prefix="cw"):
    page: Page


class Take(CallbackData, prefix="ct"):
    call_id: RowId


class Refuse(CallbackData, prefix="cr"):
    call_id: RowId


class CallAnyway(CallbackData, prefix="cn"):
    """The notice was heard; ring all the same."""

    call_id: RowId


class HangUp(CallbackData, prefix="ch"):
    """End a call, or give up ringing."""

    call_id: RowId


IN_A_ROW = 2


def whom(page: Directory) -> Replies:
    if not page.items:
        return (screen(say("calls.nobody_to_call")),)
    faces = [Button(say("as_is", what=n.name), Ring(who=n.participant_id)) for n in page.items]
    rows = grid(faces, IN_A_ROW)
    turning = next_page(Whom, page)
    asks = AskWords(what=Words.CALLEE)
    return (screen(say("calls.whom"), (*rows, *turning), asks=asks),)


def rung_by_button(call: calls.Call) -> Replies:
    """A toast; the event of the ringing call shows the rest."""
    key = "busy" if call.was_busy else "ringing" if call.is_live else call.state
    key = f"calls.toast_{key}"
    return (Answer(say(key, name=call.callee_name)),)


def taken(call: calls.Call) -> Replies:
    return (Answer(say("calls.toast_connected", name=call.caller_name)),)


def refused(call: calls.Call) -> Replies:
    return (Answer(say("calls.toast_declined", name=call.caller_name)),)


def hung_up(call: calls.Call | calls.GroupCall) -> Replies:
    """What became of the call that the actor has ended (or found over)."""
    if isinstance(call, calls.GroupCall):
        return (Answer(say("calls.toast_group_left", group=name_of(call))),)
    return (Answer(say(f"calls.toast_{call.state}", length=length_of(call.minutes))),)


def ringing(event: calls.CallRinging) -> Replies:
    """The caller of a listed person has a card already, since the notice."""
    call = event.call
    to, talk = To(call.callee), talk_with(call.caller)
    incoming = replace(in_card(call), to=to, talk=talk, priority=Priority.CHAT)
    if call.noticed:
        return (Redraw(f"call_out:{call.call_id}"), incoming)
    return (replace(out_card(call), to=To(call.caller), talk=talk_with(call.callee)), incoming)


def busy(event: calls.LineWasBusy) -> Replies:
    """Both ends hear of a call that could not ring, and can make good for it."""
    call = event.call
    out: Message | Redraw = Redraw(f"call_out:{call.call_id}")
    if not call.noticed:
        out = replace(out_card(call), to=To(call.caller), talk=talk_with(call.callee))
    missed = replace(in_card(call), to=To(call.callee), talk=talk_with(call.caller))
    return (out, replace(missed, priority=Priority.CHAT))


def connected(event: calls.CallConnected) -> Replies:
    call = event.call
    talk = replace(talk_card(call), priority=Priority.CHAT)
    pairs = ((call.caller, call.callee), (call.callee, call.caller))
    ends = (replace(talk, to=To(who), talk=talk_with(other)) for who, other in pairs)
    return (*_ring_cards(call.call_id), *ends)


def spoken(event: calls.CallSpoken) -> Replies:
    text = say("calls.spoken", name=event.speaker_name, text=Quote(event.text))
    to, talk = To(event.listener), talk_with(event.speaker)
    # The call's own card is far above by now: each line brings the way out with it.
    hang_up = Button(say("calls.hang_up"), HangUp(call_id=event.call_id))
    shown = Message(text, to=to, keyboard=((hang_up,),), priority=Priority.CHAT, talk=talk)
    return (shown,)


def closed(event: calls.CallClosed) -> Replies:
    """A call that nobody took ends on its cards; after a talk, whoever did not end it is told."""
    call = event.call
    if call.state is not calls.CallState.ENDED:
        return _ring_cards(call.call_id)
    names = {call.caller: call.caller_name, call.callee: call.callee_name}
    length = length_of(call.minutes)
    text = (
        say("calls.cut_off", length=length)
        if event.by is None
        else say("calls.hung_up_by", name=names[event.by], length=length)
    )
    told = Message(text, priority=Priority.CHAT)
    others = (who for who in names if who != event.by)
    copies = (replace(told, to=To(who), talk=talk_with(call.other(who))) for who in others)
    return (Redraw(f"call_talk:{call.call_id}"), *copies)


def out_card(call: calls.Call) -> Message:
    key = "calls.out_busy" if call.was_busy else f"calls.out_{call.state}"
    text = say(key, name=call.callee_name, length=length_of(call.minutes))
    keyboard: Keyboard = ()
    if call.state is calls.CallState.RINGING:
        keyboard = ((Button(say("calls.hang_up"), HangUp(call_id=call.call_id)),),)
    elif call.state is calls.CallState.ANNOUNCED:
        anyway = Button(say("calls.anyway"), CallAnyway(call_id=call.call_id))
        hang_up = Button(say("calls.hang_up"), HangUp(call_id=call.call_id))
        keyboard = ((anyway, hang_up),)
    elif call.state in (calls.CallState.DECLINED, calls.CallState.MISSED):
        keyboard = ((Button(say("calls.write"), Chat(who=call.callee)),),)
    return Message(text, keyboard=keyboard, card=f"call_out:{call.call_id}")


def in_card(call: calls.Call) -> Message:
    """The call as its callee sees it; a missed one can be returned."""
    key = "calls.in_busy" if call.was_busy else f"calls.in_{call.state}"
    text = say(key, name=call.caller_name, length=length_of(call.minutes))
    keyboard: Keyboard = ()
    if call.state is calls.CallState.RINGING:
        take = Button(say("calls.take"), Take(call_id=call.call_id))
        refuse = Button(say("calls.refuse"), Refuse(call_id=call.call_id))
        keyboard = ((take, refuse),)
    elif call.state in (calls.CallState.MISSED, calls.CallState.CANCELLED):
        keyboard = ((Button(say("calls.call_back"), Ring(who=call.caller)),),)
    return Message(text, keyboard=keyboard, card=f"call_in:{call.call_id}")


def talk_card(call: calls.Call) -> Message:
    names = {"caller": call.caller_name, "callee": call.callee_name}
    card = f"call_talk:{call.call_id}"
    if call.state is calls.CallState.CONNECTED:
        hang_up = Button(say("calls.hang_up"), HangUp(call_id=call.call_id))
        return Message(say("calls.talk", **names), keyboard=((hang_up,),), card=card)
    return Message(say("calls.talk_over", **names, length=length_of(call.minutes)), card=card)


def log(found: calls.CallLog) -> Replies:
    """The latest calls; a button calls the same people again."""
    if not found.calls:
        return (screen(say("calls.no_calls"), ((go("call"),),)),)
    lines, again = [], {}
    for call in found.calls:
        at = Moment(call.rung or 0)
        if isinstance(call, calls.GroupCall):
            name: Value = name_of(call)
            data: CallbackData = CallGroup(group_id=call.group_id)
            key, how = "group", _how_group(call, found.me)
        else:
            is_mine = call.caller == found.me
            name = call.callee_name if is_mine else call.caller_name
            data = Ring(who=call.other(found.me))
            key, how = ("to" if is_mine else "from"), "busy" if call.was_busy else call.state
        what = say(f"calls.log_{how}", length=length_of(call.minutes))
        lines.append(say(f"calls.log_{key}", name=name, at=at, what=what))
        again[data.pack()] = Button(say("calls.again", name=name), data)
    keyboard = grid(list(again.values())[:IN_A_ROW], IN_A_ROW)
    return (screen(say("calls.log", lines=tuple(lines)), (*keyboard, (go("call"),))),)


def _how_group(call: calls.GroupCall, me: str) -> str:
    if call.closed is None:
        return "connected"
    return "missed" if call.missed_by(ParticipantId(me)) or len(call.came) == 1 else "ended"


def _ring_cards(call_id: int) -> tuple[Redraw, Redraw]:
    return Redraw(f"call_out:{call_id}"), Redraw(f"call_in:{call_id}")
