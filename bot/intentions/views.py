"""What is asked back. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arguments import Go, meant
from bot.intentions.reading import Intention, Offer, topic_label
from bot.replies import Button, Message, Replies, say

FIRST_STEPS = ("friends", "home", "help")


@dataclass(frozen=True, slots=True)
class Understood:
    """What some words may mean, and by which update they came."""

    intention: Intention | None
    asked: str
    is_command: bool


def understood(found: Understood) -> Replies:
    """The readings as buttons; the first steps where there is none."""
    if found.intention is None:
        steps = tuple(Button(topic_label(one), Go(command=one)) for one in FIRST_STEPS)
        text = say("unknown_command" if found.is_command else "intentions.nothing")
        return (Message(text, keyboard=(steps,)),)
    return offered(found.intention.offers, found.asked)


def offered(offers: tuple[Offer, ...], asked: str) -> Replies:
    rows = (meant(offer.label, asked, offer.command) for offer in offers)
    return (Message(say("intentions.meant"), keyboard=tuple(row for row in rows if row)),)
