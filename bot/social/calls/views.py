"""How a call looks from either end. It has three cards: the caller's, the callee's, the talk."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, RowId
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
    grid,
    next_page,
    say,
)
from services.people.identity import Directory
from services.social import calls


class Ring(CallbackData, prefix="cc"):
    who: str


class Whom(CallbackData, prefix="cw"):
    page: Page


class Take(CallbackData, prefix="ct"):
    call_id: RowId


class Refuse(CallbackData, prefix="cr"):
    call_id: RowId


class HangUp(CallbackData, prefix="ch"):
    """End a call, or give up ringing."""

    call_id: RowId


NOTICE_CLIP = "voice/notice_{language}.ogg"
IN_A_ROW = 3
MINUTES_AN_HOUR = 60


def whom(page: Directory) -> Replies:
    if not page.items:
        return (Message(say("calls.nobody_to_call")),)
    faces = [Button(say("calls.face", name=n.name), Ring(who=n.participant_id)) for n in page.items]
    rows = grid(faces, IN_A_ROW)
    turning = next_page("calls.more", Whom, page)
    return (Message(say("calls.whom"), keyboard=(*rows, *turning)),)


def rung_by_button(call: calls.Call) -> Replies:
    """A toast; the event of the ringing call shows the rest."""
    return (Answer(say("calls.toast_ringing", name=call.callee_name)),)


def taken(call: calls.Call) -> Replies:
    return (Answer(say("calls.toast_connected", name=call.caller_name)),)


def refused(call: calls.Call) -> Replies:
    return (Answer(say("calls.toast_declined", name=call.caller_name)),)


def hung_up(call: calls.Call) -> Replies:
    """What became of the call that the actor has ended (or found over)."""
    return (Answer(say(f"calls.toast_{call.state}", length=_length(call.minutes))),)


def ringing(event: calls.CallRinging) -> Replies:
    """The notice first, if there is one; the other line rings when it has arrived."""
    call = event.call
    caller, callee, noticed = To(call.caller), To(call.callee), call.noticed
    notice = Message(say("calls.notice"), to=caller, clip=Clip(NOTICE_CLIP))
    out = replace(out_card(call), to=caller, in_turn=noticed)
    incoming = replace(in_card(call), to=callee, in_turn=noticed, priority=Priority.CHAT)
    return (notice, out, incoming) if noticed else (out, incoming)


def connected(event: calls.CallConnected) -> Replies:
    call = event.call
    talk = replace(talk_card(call), priority=Priority.CHAT)
    ends = (replace(talk, to=To(who)) for who in (call.caller, call.callee))
    return (*_ring_cards(call.call_id), *ends)


def spoken(event: calls.CallSpoken) -> Replies:
    text = say("calls.spoken", name=event.speaker_name, text=Quote(event.text))
    return (Message(text, to=To(event.listener), priority=Priority.CHAT),)


def closed(event: calls.CallClosed) -> Replies:
    """The cards show it; after a talk, whoever did not end it is told."""
    call = event.call
    cards = (*_ring_cards(call.call_id), Redraw(f"call_talk:{call.call_id}"))
    if call.state is not calls.CallState.ENDED:
        return cards
    names = {call.caller: call.caller_name, call.callee: call.callee_name}
    length = _length(call.minutes)
    text = (
        say("calls.cut_off", length=length)
        if event.by is None
        else say("calls.hung_up_by", name=names[event.by], length=length)
    )
    told = (Message(text, to=To(who), priority=Priority.CHAT) for who in names if who != event.by)
    return (*cards, *told)


def out_card(call: calls.Call) -> Message:
    text = say(f"calls.out_{call.state}", name=call.callee_name, length=_length(call.minutes))
    giving_up = Button(say("calls.give_up"), HangUp(call_id=call.call_id))
    keyboard: Keyboard = ((giving_up,),) if call.state is calls.CallState.RINGING else ()
    return Message(text, keyboard=keyboard, card=f"call_out:{call.call_id}")


def in_card(call: calls.Call) -> Message:
    """The call as its callee sees it; a missed one can be returned."""
    text = say(f"calls.in_{call.state}", name=call.caller_name, length=_length(call.minutes))
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
    return Message(say("calls.talk_over", **names, length=_length(call.minutes)), card=card)


def _ring_cards(call_id: int) -> tuple[Redraw, Redraw]:
    return Redraw(f"call_out:{call_id}"), Redraw(f"call_in:{call_id}")


def _length(minutes: int) -> Say:
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return say("calls.length", hours=hours, minutes=rest)
