"""How a pause before sending looks, a flag, and the numbers of both. Pure."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.replies import Answer, Button, Message, RemoveButtons, Replies, To, say
from services.social import moderation


class Withdraw(CallbackData, prefix="hw"):
    """Leave unsaid what was held back."""


def held(event: moderation.DraftHeld) -> Replies:
    text = say("moderation.held", topic=event.topic, evidence=say("provenance.reported_once"))
    leave = Button(say("moderation.withdraw"), Withdraw())
    return (Message(text, to=To(event.who), keyboard=((leave,),)),)


def flagged(event: moderation.MessageFlagged) -> Replies:
    return (Message(say("moderation.flagged", topic=event.topic), to=To(event.who)),)


def withdrawn(_: int) -> Replies:
    return (Answer(say("moderation.withdrawn")), RemoveButtons())


def chill(found: moderation.Chill) -> Replies:
    state = say("moderation.on" if found.is_on else "moderation.off")
    counts = {"held": found.held, "sent": found.sent, "cancelled": found.cancelled}
    evidence = say("provenance.reported_once")
    return (Message(say("moderation.chill", state=state, evidence=evidence, **counts)),)
