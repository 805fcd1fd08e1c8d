"""What is asked back. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arguments import AskWords, Go, Nevermind, SayIt, WriteIt, go, meant
from bot.intentions.reading import Intention, Offer, topic_label
from bot.intentions.telling import Told
from bot.replies import Button, Keyboard, Message, Quote, Replies, say

FIRST_STEPS = ("friends", "home", "help")


@dataclass(frozen=True, slots=True)
class Understood:
    """What some words may mean, and by which update they came."""

    intention: Intention | None
    asked: str
    is_command: bool
    runs: str = ""  # the town that the writer runs, who lives in none
    words: str = ""


def understood(found: Understood) -> Replies:
    """The readings as buttons; the first steps where there is none."""
    if found.runs:
        return _say_it(found)
    if found.intention is not None and found.intention.asks is not None:
        return _whose(found.intention.asks, found.intention.unknown)
    if found.intention is None:
        steps = tuple(Button(topic_label(one), Go(command=one)) for one in FIRST_STEPS)
        text = say("unknown_command" if found.is_command else "intentions.nothing")
        return (Message(text, keyboard=(steps,)),)
    return offered(found.intention.offers, found.asked)


def offered(offers: tuple[Offer, ...], asked: str) -> Replies:
    text = say("intentions.meant")
    if told := next(filter(None, (one.told for one in offers)), None):
        text = say("intentions.meant_words", words=Quote(told.words))
    return (Message(text, keyboard=_readings(offers, asked)),)


def _readings(offers: tuple[Offer, ...], asked: str) -> Keyboard:
    rows = (
        _writes(one.told) if one.told else meant(one.label, asked, one.command) for one in offers
    )
    return tuple(row for row in rows if row)


def _writes(told: Told) -> tuple[Button, ...]:
    label = say("intentions.write", name=told.name, words=told.gist)
    return (Button(label, WriteIt(name=told.name)),)


def _say_it(found: Understood) -> Replies:
    """What whoever runs a town types is for everybody, or means something at the desk."""
    offers = () if found.intention is None else found.intention.offers
    text = say(
        "intentions.meant_or_say" if offers else "intentions.say_it",
        title=found.runs,
        words=Quote(found.words),
    )
    yes, no = say("intentions.say_yes"), say("intentions.say_no")
    below = (Button(yes, SayIt()), Button(no, Nevermind()))
    return (Message(text, keyboard=(*_readings(offers, found.asked), below)),)


def _whose(words: AskWords, unknown: str) -> Replies:
    """Nobody has the name that was said: another is typed, and the amount stays."""
    question = say(f"intentions.ask_{words.what}", name=words.about)
    text = say("intentions.nobody_called", name=unknown, question=question)
    no = Button(say("intentions.nevermind"), Nevermind())
    return (Message(text, keyboard=((go("friends"), no),), asks=words),)


def asked(words: AskWords) -> Replies:
    """Whatever its reader types next completes what they have pressed."""
    text = say(f"intentions.ask_{words.what}", name=words.about)
    keyboard = ((Button(say("intentions.nevermind"), Nevermind()),),)
    return (Message(text, keyboard=keyboard, asks=words),)


def nevermind(_: object) -> Replies:
    """Any press ends the waiting."""
    return (Message(say("intentions.left"), in_place=True),)
