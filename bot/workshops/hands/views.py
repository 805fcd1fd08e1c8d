"""How a raised hand looks, to whoever raises it and to whoever sees to it. Pure."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, RowId, Words, screen
from bot.replies import (
    Answer,
    Button,
    Message,
    Quote,
    Redraw,
    RemoveButtons,
    Replies,
    Say,
    To,
    ToFacilitator,
    say,
)
from services.workshops import hands
from services.workshops.hands import Hand, HandState

SHOWN_MAX = 8  # hands of one page


class Lower(CallbackData, prefix="hd1"):
    """Take one's hand back."""


class Come(CallbackData, prefix="hd2"):
    """I come to you."""

    hand_id: RowId


def raised(found: hands.Raised) -> Replies:
    hand = found.hand
    if found.is_new:
        text = say("hands.raised", words=_words(hand))
    else:
        text = say("hands.still_up", words=_words(hand), minutes=hand.minutes)
    return (screen(text, ((Button(say("hands.lower"), Lower()),),)),)


def lowered(_: Hand) -> Replies:
    return (Answer(say("hands.lowered")), RemoveButtons())


def waiting(found: tuple[Hand, ...]) -> Replies:
    if not found:
        return (Message(say("hands.none_up")),)
    head = Message(say("hands.up", count=len(found)))
    return (head, *(card(one) for one in found[:SHOWN_MAX]))


def card(hand: Hand) -> Message:
    """One hand as whoever runs the town sees it, drawn again when it is seen to."""
    is_up = hand.state is HandState.UP
    state = say(f"hands.state_{hand.state}", minutes=hand.minutes)
    text = say("hands.card", name=hand.name, words=_words(hand), state=state)
    come = Button(say("hands.come"), Come(hand_id=hand.hand_id))
    tell = Button(say("hands.answer"), AskWords(what=Words.HAND, about=str(hand.hand_id)))
    return Message(text, keyboard=((come, tell),) if is_up else (), card=_place(hand))


def told_raised(event: hands.HandRaised) -> Replies:
    return (replace(card(event.hand), to=ToFacilitator()), _home(event.hand))


def changed(event: hands.HandChanged) -> Replies:
    return (Redraw(_place(event.hand)), _home(event.hand))


def told_seen(event: hands.HandSeen) -> Replies:
    """Whoever asked hears that it was seen, and what is said to them alone."""
    text = say("hands.told_coming")
    if event.answer:
        text = say("hands.told_answer", words=Quote(event.answer))
    hand = event.hand
    return (Message(text, to=To(hand.who)), Redraw(_place(hand)), _home(hand))


def coming(hand: Hand) -> Replies:
    return (Answer(say("hands.toast_coming", name=hand.name)),)


def answered(hand: Hand) -> Replies:
    return (Answer(say("hands.toast_answered", name=hand.name)),)


def _home(hand: Hand) -> Redraw:
    return Redraw(f"home:{hand.who}")


def _place(hand: Hand) -> str:
    return f"hand:{hand.hand_id}"


def _words(hand: Hand) -> Quote | Say:
    return Quote(hand.words) if hand.words else say("hands.no_words")
