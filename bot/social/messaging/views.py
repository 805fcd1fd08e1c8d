"""How messages look."""

from __future__ import annotations

from bot.replies import CopyTextButton, Message, Priority, Quote, Replies, To, say
from services.social import messaging


def sent(receipt: messaging.MessageSent) -> Replies:
    return (Message(say("messaging.sent", name=receipt.receiver_name)),)


def received(event: messaging.MessageSent) -> Replies:
    text = say("messaging.received", name=event.sender_name, text=Quote(event.text))
    answer = CopyTextButton(say("messaging.answer"), f"/msg {event.sender_name} ")
    return (Message(text, to=To(event.receiver), keyboard=((answer,),), priority=Priority.CHAT),)
