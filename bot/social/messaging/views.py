"""How conversations and what is said in them look."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import (
    AskWords,
    Chat,
    EnvelopeFor,
    Page,
    PayAmount,
    Words,
    go,
    other_amount,
    screen,
)
from bot.replies import (
    Answer,
    Button,
    Message,
    Priority,
    Quote,
    Relay,
    Replies,
    Say,
    To,
    grid,
    next_page,
    say,
)
from services.kernel.money import Fen, Money
from services.kernel.paging import Page as PageOf
from services.kernel.time import Moment
from services.social import messaging
from services.social.messaging import ChatLine, Conversation, Kind, MessageCorrected, MessageSent


class ChatsPage(CallbackData, prefix="mc"):
    page: Page


class LeaveChat(CallbackData, prefix="ml"):
    """Words go to nobody from now on."""


KEYS = {key: say(f"messaging.key_{key}") for key in ("call", "pay", "envelope", "leave")}
IN_A_ROW = 2
AMOUNTS_FEN = (666, 888, 2000, 6600)


def sent(receipt: MessageSent | None) -> Replies:
    """Where one talks to somebody nothing needs to be said of it, nor of what was held back."""
    if receipt is None or not receipt.aside:
        return ()
    return (Message(say("messaging.sent", name=receipt.receiver_name)),)


def written(receipt: MessageSent | None) -> Replies:
    """In the place of the question whether to write."""
    if receipt is None:
        return ()
    talk = Button(
        say("messaging.answer_on", name=receipt.receiver_name), Chat(who=receipt.receiver)
    )
    text = say("messaging.sent", name=receipt.receiver_name)
    return (Message(text, keyboard=((talk,),), in_place=True),)


def received(event: MessageSent) -> Replies:
    answer = Button(say("messaging.answer"), Chat(who=event.sender))
    return (
        Message(
            _shown(event),
            to=To(event.receiver),
            keyboard=() if event.in_view else ((answer,),),
            priority=Priority.CHAT,
            relay=_relay(event.enclosure),
            talk=messaging.talk_with(event.sender),
        ),
    )


def corrected(event: MessageCorrected) -> Replies:
    text = say("messaging.received", name=event.sender_name, text=Quote(event.text))
    return (Message(text, corrects=True, not_to=event.not_to),)


def opened(found: Conversation) -> Replies:
    name, trade = found.other.name, found.other.trade
    if found.has_topic:
        there = Message(say("messaging.topic", name=name, trade=trade), talk=found.talk)
        return (Answer(say("messaging.in_topic", name=name)), there)
    text = say("messaging.talking", name=name, trade=trade)
    if found.is_beside_call:
        text = say("messaging.beside_call", talking=text)
    return (Message(text, keys=tuple(KEYS.values()), talk=found.talk),)


def left(name: str) -> Replies:
    return (Message(say("messaging.left", name=name), keys=()),)


def not_said(found: tuple[str, bool]) -> Replies:
    """Calling off is for the app: what can be ended here, and that nobody was told."""
    name, on_the_phone = found
    end = go("hangup") if on_the_phone else Button(say("messaging.key_leave"), LeaveChat())
    return (Message(say("messaging.not_said", name=name), keyboard=((end,),)),)


def pay(found: Conversation) -> Replies:
    return (_gift("messaging.pay_whom", PayAmount, Words.PAY, found),)


def envelope(found: Conversation) -> Replies:
    return (_gift("messaging.envelope_whom", EnvelopeFor, Words.ENVELOPE_FOR, found),)


def _gift(
    key: str, kind: type[PayAmount | EnvelopeFor], what: Words, found: Conversation
) -> Message:
    """How much for the one of the conversation: a key, or what is typed next, which they never
    get to read.
    """
    to, nonce, name = found.other.participant_id, found.nonce, found.other.name
    asks = AskWords(what=what, about=name)
    buttons = [
        Button(say("as_is", what=Money(Fen(fen))), kind(to=to, fen=str(fen), nonce=nonce))
        for fen in AMOUNTS_FEN
    ]
    keyboard = (*grid(buttons, IN_A_ROW), other_amount(asks))
    return Message(say(key, name=name), keyboard=keyboard, asks=asks)


def chats(found: PageOf[ChatLine]) -> Replies:
    if not found.items:
        return (screen(say("messaging.nobody")),)
    lines = tuple(_line(one) for one in found.items if one.at is not None)
    text = say("messaging.chats", lines=lines or say("messaging.no_chats"))
    faces = [_face(one) for one in found.items]
    turning = next_page(ChatsPage, found)
    return (screen(text, (*grid(faces, IN_A_ROW), *turning, (go("groups"), go("calls")))),)


def _line(one: ChatLine) -> Say:
    key = "messaging.line_mine" if one.is_mine else "messaging.line_theirs"
    kind = say(f"messaging.kind_{one.kind}")
    return say(key, name=one.other.name, kind=kind, at=Moment(one.at or 0))


def _face(one: ChatLine) -> Button:
    if one.unread:
        label = say("messaging.face_unread", name=one.other.name, unread=one.unread)
    else:
        label = say("as_is", what=one.other.name)
    return Button(label, Chat(who=one.other.participant_id))


def _shown(event: MessageSent) -> Say:
    text = Quote(event.text) if event.text else ""
    if event.kind is Kind.TEXT:
        return say("messaging.received", name=event.sender_name, text=text)
    return say(f"messaging.received_{event.kind}", name=event.sender_name, text=text)


def _relay(enclosed: messaging.Enclosure | None) -> Relay | None:
    if enclosed is None:
        return None
    return Relay(enclosed.kind.value, enclosed.handle, enclosed.bot_id, enclosed.ending)
