"""How coming and going looks. Pure: results and events in, replies out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from aiogram.filters.callback_data import CallbackData

from bot.arguments import go, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Redraw,
    RemoveAll,
    RemoveButtons,
    Replies,
    Say,
    ToGroup,
    say,
    to_town,
)
from services.kernel.money import Money
from services.kernel.time import Moment
from services.kernel.towns import TownBlanked, TownShown
from services.living import seats
from services.people import identity
from services.workshops import sessions

HOME: Keyboard = ((go("home"),),)
AUTO = "auto"  # as the person's client says


class Agree(CallbackData, prefix="wj"):
    code: str


class ShowTerms(CallbackData, prefix="nw"):
    """The words of today, to whoever agreed to older ones."""


class AgreeAnew(CallbackData, prefix="wa"):
    """Agree to them."""


class Decline(CallbackData, prefix="wn"):
    """No thanks: nothing is kept."""


class Speak(CallbackData, prefix="wg"):
    """Be written to in a language, or in the client's own."""

    language: Literal["en", "zh", "auto"]


class Leave(CallbackData, prefix="wl"):
    """The answer to "do you want to leave?"."""

    sure: bool


def knocked(found: seats.Invitation | seats.Persona) -> Replies:
    if isinstance(found, seats.Invitation):
        return (consent(found),)
    return (Message(_at_home(found), keyboard=HOME),)


def consent(invitation: seats.Invitation) -> Message:
    """What a person agrees to before anything is kept about them."""
    return Message(
        say("workshops.consent", title=invitation.title, words=say("workshops.consent_words")),
        keyboard=(
            (Button(say("workshops.agree"), Agree(code=invitation.code)),),
            (Button(say("workshops.decline"), Decline()),),
        ),
    )


def terms(found: seats.Terms) -> Replies:
    """What is agreed to now and what changed in it; two ways, and no hurry."""
    if not found.owes:
        return (Message(say("workshops.agreed_already"), keyboard=HOME),)
    text = say(
        "workshops.consent_anew",
        title=found.title,
        changed=say("workshops.consent_changed"),
        words=say("workshops.consent_words"),
    )
    agree = Button(say("workshops.agree_anew"), AgreeAnew())
    return (screen(text, ((agree, go("leave")),)),)


def agreed_anew(found: seats.Terms) -> Replies:
    told = Answer(say("workshops.agreed_anew" if found.owes else "workshops.agreed_already"))
    return (told, RemoveButtons(), Redraw(f"home:{found.me}"))


def joined(found: seats.Welcome | seats.Persona) -> Replies:
    """Who the person is from now on, and three first things to do."""
    if not isinstance(found, seats.Welcome):
        return (*knocked(found), RemoveButtons())
    kind = "_late" if found.is_late else ""
    text = say(
        f"workshops.welcome{kind}" if found.money else "workshops.welcome_again",
        name=found.name,
        trade=found.trade,
        title=found.title,
        money=Money(found.money),
        since=Moment(found.since),
        past=found.past,
    )
    return (Message(text), RemoveButtons())


def declined(standing: sessions.VisitorStatus) -> Replies:
    """Nothing was kept, and the door stays open; unless they had said yes before."""
    if standing.persona is None:
        return (Message(say("workshops.declined")), RemoveButtons())
    live_here = say("workshops.declined_late", **asdict(standing.persona))
    return (Message(live_here, keyboard=HOME), RemoveButtons())


def at_the_door(standing: sessions.VisitorStatus) -> Replies:
    """The way in for those who live nowhere."""
    if standing.runs is not None:
        text = say("workshops.home_facilitator", title=standing.runs)
        return (Message(text, keyboard=((go("panel"), go("help")),)),)
    if standing.is_facilitator:
        return (Message(say("workshops.home_no_workshop"), keyboard=((go("help"),),)),)
    return (Message(say("workshops.home_visitor"), keyboard=((go("help"), go("privacy")),)),)


def privacy(_: sessions.VisitorStatus) -> Replies:
    return (screen(say("workshops.privacy")),)


def ask_leave(persona: seats.Persona) -> Replies:
    buttons = (
        Button(say("workshops.leave_yes"), Leave(sure=True)),
        Button(say("workshops.leave_no"), Leave(sure=False)),
    )
    return (screen(say("workshops.ask_leave", name=persona.name), (buttons,)),)


def left(farewell: seats.Farewell) -> Replies:
    key = "workshops.left_erased" if farewell.erased else "workshops.left"
    still = say("nothing")
    if farewell.held:
        still = say("workshops.left_held", numbers=", ".join(map(str, farewell.held)))
    text = say(key, name=farewell.name, title=farewell.title, held=still)
    return (Message(text), RemoveButtons())


def stayed(persona: seats.Persona) -> Replies:
    return (Answer(say("workshops.stayed", name=persona.name)), RemoveButtons())


def erased(event: identity.WordsErased) -> Replies:
    """Words that are gone are gone from the cards as well."""
    return tuple(Redraw(card) for card in event.cards)


def group_bound(event: sessions.GroupBound) -> Replies:
    text = say("workshops.group_bound", title=event.title, code=event.code)
    return (Message(text, to=ToGroup(), priority=Priority.BROADCAST),)


def paused(_: sessions.TownPaused) -> Replies:
    return (*to_town(say("workshops.paused")), Redraw("home:*"))


def resumed(event: sessions.TownResumed) -> Replies:
    return (*to_town(say("workshops.resumed", at=Moment(event.at))), Redraw("home:*"))


def blanked(_: TownBlanked) -> Replies:
    return (RemoveAll(), *to_town(say("town_blank"), silent=False), Redraw("*"))


def shown_again(event: TownShown) -> Replies:
    key = "workshops.shown_again" if event.running else "workshops.shown_standing"
    return (*to_town(say(key)), Redraw("*"))


def forwarded(event: sessions.TownForwarded) -> Replies:
    told = to_town(say("workshops.forwarded", count=event.days, at=Moment(event.at)))
    return (*told, Redraw("home:*"))


def shut(event: sessions.WorkshopShut) -> Replies:
    """The group hears of it; everybody gets a card of their own. What could act loses its tiles."""
    text = say("workshops.shut", title=event.title)
    told = Message(text, to=ToGroup(), priority=Priority.BROADCAST)
    return (told, Redraw("home:*"), Redraw("town:*"))


def reopened(event: sessions.WorkshopReopened) -> Replies:
    return (*to_town(say("workshops.reopened", title=event.title)), Redraw("home:*"))


def announced(event: sessions.Announced) -> Replies:
    return to_town(say("workshops.announced", text=event.text), silent=False)


def languages(_: sessions.VisitorStatus) -> Replies:
    choices = ("en", "zh", AUTO)
    row = tuple(Button(say(f"language.{one}"), Speak(language=one)) for one in choices)
    return (screen(say("language.ask"), (row,)),)


def spoken(chosen: str | None) -> Replies:
    return (screen(say(f"language.now_{chosen or AUTO}")),)


def _at_home(persona: seats.Persona) -> Say:
    return say("workshops.at_home", **asdict(persona))
