"""How the call of a group looks: one card for everybody at whom it rang, and what is said in it."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId
from bot.replies import (
    Answer,
    Button,
    Clip,
    Keyboard,
    Message,
    Priority,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    Value,
    say,
)
from bot.social.calls.length import length_of
from services.kernel.errors import Outdated
from services.kernel.town import Town
from services.social import calls
from services.social.calls import GroupCall
from services.social.notices import Wording


class JoinCall(CallbackData, prefix="cj"):
    call_id: RowId


class LeaveCall(CallbackData, prefix="cl"):
    call_id: RowId


def clip_of(wording: Wording) -> Clip:
    """The notice spoken, as much as the law has it say."""
    return Clip(f"voice/notice_{wording}_{{language}}.ogg")


def ringing(event: calls.GroupCallRinging) -> Replies:
    """Where somebody is listed the caller hears so once; it rings at the others after that."""
    call, is_noticed = event.call, bool(event.listed)
    notice = Message(
        say("calls.group_notice", names=list(event.listed)),
        to=To(call.caller),
        clip=clip_of(Wording.PLAIN),
    )
    shown = replace(card(call), in_turn=is_noticed, priority=Priority.CHAT)
    others = [one.participant_id for one in call.everybody if one.participant_id != call.caller]
    cards = tuple(replace(shown, to=To(who)) for who in (call.caller, *others))
    return (notice, *cards) if is_noticed else cards


def card(call: GroupCall) -> Message:
    """The same for all: each tap is checked against whoever taps."""
    names = [one.name for one in (call.came if call.closed else call.inside)]
    values = {"group": name_of(call), "caller": call.caller_name, "names": names}
    keyboard: Keyboard = ()
    if call.closed is None:
        key = "calls.group_talk"
        join = Button(say("calls.join"), JoinCall(call_id=call.group_call_id))
        leave = Button(say("calls.hang_up"), LeaveCall(call_id=call.group_call_id))
        keyboard = ((join, leave),)
    else:
        key = "calls.group_over" if len(call.came) > 1 else "calls.group_missed"
    text = say(key, **values, length=length_of(call.minutes))
    return Message(
        text, keyboard=keyboard, card=f"group_call:{call.group_call_id}", talk=_talk(call)
    )


def draw(town: Town, number: str) -> Message:
    """The card as it stands now; with the group its call has gone."""
    try:
        return card(calls.group_call_of(town, int(number)))
    except Outdated:
        return Message(say("calls.group_gone"), card=f"group_call:{number}")


def changed(event: calls.GroupCallJoined) -> Replies:
    return (_redraw(event.call),)


def left(event: calls.GroupCallLeft) -> Replies:
    """Who did not hang up is told that their words go elsewhere now."""
    call = event.call
    values = {"group": name_of(call), "length": length_of(call.minutes)}
    told = Message(say("calls.group_cut_off", **values), priority=Priority.CHAT, talk=_talk(call))
    return (_redraw(call), *(replace(told, to=To(who)) for who in event.cut_off))


def spoken(event: calls.GroupCallSpoken) -> Replies:
    text = say(
        "calls.group_spoken",
        group=name_of(event.call),
        name=event.speaker_name,
        text=Quote(event.text),
    )
    leave = Button(say("calls.hang_up"), LeaveCall(call_id=event.call.group_call_id))
    copy = Message(text, keyboard=((leave,),), priority=Priority.CHAT, talk=_talk(event.call))
    return tuple(replace(copy, to=To(who)) for who in event.to)


def toast(call: GroupCall) -> Replies:
    """A press that has led somebody into the call, or found them there."""
    return (Answer(say("calls.toast_group", group=name_of(call))),)


def name_of(call: GroupCall) -> Value | Say:
    return call.group_name or say("groups.nameless")


def _redraw(call: GroupCall) -> Redraw:
    return Redraw(f"group_call:{call.group_call_id}")


def _talk(call: GroupCall) -> str:
    return f"g:{call.group_id}"
