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
    say,
)
from services.people.identity import Directory
from services.social.calls import (
    Call,
    CallClosed,
    CallConnected,
    CallRinging,
    CallSpoken,
    CallState,
)


class Ring(CallbackData, prefix="cc"):
    """Call somebody."""

    who: str


class Whom(CallbackData, prefix="cw"):
    """Another page of people to call."""

    page: Page


class Take(CallbackData, prefix="ct"):
    """Take a ringing call."""

    call_id: RowId


class Refuse(CallbackData, prefix="cr"):
    """Refuse a ringing call."""

    call_id: RowId


class HangUp(CallbackData, prefix="ch"):
    """End a call, or give up ringing."""

    call_id: RowId


NOTICE_CLIP = "voice/notice_{language}.ogg"
IN_A_ROW = 3
MINUTES_AN_HOUR = 60


# ── answers to the one who acts ─────────────────────────────────────────────


def whom(page: Directory) -> Replies:
    """People to call, as buttons."""
    if not page.items:
        return (Message(say("calls.nobody_to_call")),)
    faces = [Button(say("calls.face", name=n.name), Ring(who=n.participant_id)) for n in page.items]
    rows = grid(faces, IN_A_ROW)
    following, pages = page.following, page.pages
    more = Button(say("calls.more", page=following + 1, pages=pages), Whom(page=following))
    turning: Keyboard = ((more,),) if pages > 1 else ()
    return (Message(say("calls.whom"), keyboard=(*rows, *turning)),)


def rung(_: Call) -> Replies:
    """Nothing: the event of the ringing call shows it."""
    return ()


def rung_by_button(call: Call) -> Replies:
    """A toast; the event of the ringing call shows the rest."""
    return (Answer(say("calls.toast_ringing", name=call.callee_name)),)


def taken(call: Call) -> Replies:
    return (Answer(say("calls.toast_connected", name=call.caller_name)),)


def refused(call: Call) -> Replies:
    return (Answer(say("calls.toast_declined", name=call.caller_name)),)


def hung_up(call: Call) -> Replies:
    """What became of the call that the actor has ended (or found over)."""
    return (Answer(say(f"calls.toast_{call.state}", length=_length(call.minutes))),)


def said(_: Call) -> Replies:
    """Nothing: who speaks sees their own words."""
    return ()


# ── what both ends are told ─────────────────────────────────────────────────


def ringing(event: CallRinging) -> Replies:
    """The notice first, if there is one; the other line rings when it has arrived."""
    call = event.call
    caller, callee, noticed = To(call.caller), To(call.callee), call.noticed
    notice = Message(say("calls.notice"), to=caller, clip=Clip(NOTICE_CLIP))
    out = replace(out_card(call), to=caller, in_turn=noticed)
    incoming = replace(in_card(call), to=callee, in_turn=noticed, priority=Priority.CHAT)
    return (notice, out, incoming) if noticed else (out, incoming)


def connected(event: CallConnected) -> Replies:
    """Both hear that they are through."""
    call = event.call
    talk = replace(talk_card(call), priority=Priority.CHAT)
    ends = (replace(talk, to=To(who)) for who in (call.caller, call.callee))
    return (*_ring_cards(call.call_id), *ends)


def spoken(event: CallSpoken) -> Replies:
    text = say("calls.spoken", name=event.speaker_name, text=Quote(event.text))
    return (Message(text, to=To(event.listener), priority=Priority.CHAT),)


def closed(event: CallClosed) -> Replies:
    """The cards show it; after a talk, whoever did not end it is told."""
    call = event.call
    cards = (*_ring_cards(call.call_id), Redraw(f"call_talk:{call.call_id}"))
    if call.state is not CallState.ENDED:
        return cards
    names = {call.caller: call.caller_name, call.callee: call.callee_name}
    length = _length(call.minutes)
    by = None if event.by is None else names[event.by]
    text = (
        say("calls.cut_off", length=length)
        if by is None
        else say("calls.hung_up_by", name=by, length=length)
    )
    told = (Message(text, to=To(who), priority=Priority.CHAT) for who in names if who != event.by)
    return (*cards, *told)


# ── cards ───────────────────────────────────────────────────────────────────


def out_card(call: Call) -> Message:
    """The call as its caller sees it."""
    text = say(f"calls.out_{call.state}", name=call.callee_name, length=_length(call.minutes))
    giving_up = Button(say("calls.give_up"), HangUp(call_id=call.call_id))
    keyboard: Keyboard = ((giving_up,),) if call.state is CallState.RINGING else ()
    return Message(text, keyboard=keyboard, card=f"call_out:{call.call_id}")


def in_card(call: Call) -> Message:
    """The call as its callee sees it; a missed one can be returned."""
    text = say(f"calls.in_{call.state}", name=call.caller_name, length=_length(call.minutes))
    keyboard: Keyboard = ()
    if call.state is CallState.RINGING:
        take = Button(say("calls.take"), Take(call_id=call.call_id))
        refuse = Button(say("calls.refuse"), Refuse(call_id=call.call_id))
        keyboard = ((take, refuse),)
    elif call.state in (CallState.MISSED, CallState.CANCELLED):
        keyboard = ((Button(say("calls.call_back"), Ring(who=call.caller)),),)
    return Message(text, keyboard=keyboard, card=f"call_in:{call.call_id}")


def talk_card(call: Call) -> Message:
    """The talk, the same for both ends."""
    names = {"caller": call.caller_name, "callee": call.callee_name}
    card = f"call_talk:{call.call_id}"
    if call.state is CallState.CONNECTED:
        hang_up = Button(say("calls.hang_up"), HangUp(call_id=call.call_id))
        return Message(say("calls.talk", **names), keyboard=((hang_up,),), card=card)
    return Message(say("calls.talk_over", **names, length=_length(call.minutes)), card=card)


def _ring_cards(call_id: int) -> tuple[Redraw, Redraw]:
    return Redraw(f"call_out:{call_id}"), Redraw(f"call_in:{call_id}")


def _length(minutes: int) -> Say:
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return say("calls.length", hours=hours, minutes=rest)
