"""How coming and going looks. Pure: results and events in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go
from bot.replies import (
    Answer,
    Button,
    Message,
    Priority,
    Redraw,
    RemoveButtons,
    Say,
    ToAll,
    ToGroup,
    say,
)
from services.kernel.money import Money
from services.kernel.time import Moment
from services.living.seats import Invitation, Welcome

if TYPE_CHECKING:
    from bot.replies import Keyboard, Replies
    from services.living.seats import Farewell, Persona
    from services.people.identity import WordsErased
    from services.workshops.sessions import (
        Announced,
        GroupBound,
        TownForwarded,
        TownPaused,
        TownResumed,
        VisitorStatus,
        WorkshopReopened,
        WorkshopShut,
    )


AUTO = "auto"  # as the person's client says


class Agree(CallbackData, prefix="wj"):
    """The consent card was read and agreed to."""

    code: str


class Decline(CallbackData, prefix="wn"):
    """No thanks: nothing is kept."""


class Speak(CallbackData, prefix="wg"):
    """Be written to in a language, or in the client's own."""

    language: Literal["en", "zh", "auto"]


class Leave(CallbackData, prefix="wl"):
    """The answer to "do you want to leave?"."""

    sure: bool


def knocked(found: Invitation | Persona) -> Replies:
    """The consent card, or "you live here already"."""
    if isinstance(found, Invitation):
        return (consent(found),)
    return (Message(_at_home(found), keyboard=menu()),)


def consent(invitation: Invitation) -> Message:
    """What a person agrees to before anything is kept about them."""
    return Message(
        say("workshops.consent", title=invitation.title),
        keyboard=(
            (Button(say("workshops.agree"), Agree(code=invitation.code)),),
            (Button(say("workshops.decline"), Decline()),),
        ),
    )


def joined(found: Welcome | Persona) -> Replies:
    """Who the person is from now on, and three first things to do."""
    if not isinstance(found, Welcome):
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
    first_steps = (
        (_go("wallet"), _go("red_envelope")),
        (Button(say("workshops.first_call"), Go(command="friends")),),
    )
    return (Message(text, keyboard=first_steps), RemoveButtons())


def declined(standing: VisitorStatus) -> Replies:
    """Nothing was kept, and the door stays open; unless they had said yes before."""
    if standing.persona is None:
        return (Message(say("workshops.declined")), RemoveButtons())
    live_here = say("workshops.declined_late", **_persona(standing.persona))
    return (Message(live_here, keyboard=menu()), RemoveButtons())


def home(standing: VisitorStatus) -> Replies:
    """The menu of whoever asks; the way in for those who live nowhere."""
    if standing.persona is not None:
        return (Message(_at_home(standing.persona), keyboard=menu()),)
    if standing.runs is not None:
        text = say("workshops.home_facilitator", title=standing.runs)
        return (Message(text, keyboard=((_go("panel"), _go("help")),)),)
    if standing.is_facilitator:
        return (Message(say("workshops.home_no_workshop"), keyboard=((_go("help"),),)),)
    return (Message(say("workshops.home_visitor"), keyboard=((_go("help"), _go("privacy")),)),)


def menu() -> Keyboard:
    """Everything a participant can do, by buttons."""
    return (
        (_go("wallet"), _go("pay")),
        (_go("red_envelope"), _go("rent")),
        (_go("friends"),),
        (_go("score"), _go("lists")),
        (_go("help"), _go("privacy"), _go("leave")),
    )


def help_page(standing: VisitorStatus) -> Replies:
    """What this person can do here, role by role."""
    parts: list[Say] = []
    if standing.is_admin:
        parts.append(say("help.admin"))
    if standing.is_facilitator:
        parts.append(say("help.facilitator"))
    if standing.persona is not None:
        parts.append(say("help.participant"))
    if not parts:
        parts.append(say("help.visitor"))
    return (Message(say("help.page", parts=tuple(parts))),)


def privacy(_: VisitorStatus) -> Replies:
    """What is kept, why, how long, and how to end it."""
    return (Message(say("workshops.privacy")),)


def ask_leave(persona: Persona) -> Replies:
    """Asked once, with what leaving means."""
    buttons = (
        Button(say("workshops.leave_yes"), Leave(sure=True)),
        Button(say("workshops.leave_no"), Leave(sure=False)),
    )
    return (Message(say("workshops.ask_leave", name=persona.name), keyboard=(buttons,)),)


def left(farewell: Farewell) -> Replies:
    """Who stays behind, and what was erased."""
    key = "workshops.left_erased" if farewell.erased else "workshops.left"
    return (Message(say(key, name=farewell.name, title=farewell.title)), RemoveButtons())


def stayed(persona: Persona) -> Replies:
    """A toast: nothing has changed."""
    return (Answer(say("workshops.stayed", name=persona.name)), RemoveButtons())


def erased(event: WordsErased) -> Replies:
    """Words that are gone are gone from the cards as well."""
    return tuple(Redraw(card) for card in event.cards)


def silence(_: None) -> Replies:
    return ()


def group_bound(event: GroupBound) -> Replies:
    """The bot introduces itself to its group."""
    return (_aloud(say("workshops.group_bound", title=event.title, code=event.code)),)


def paused(_: TownPaused) -> Replies:
    return _to_town(say("workshops.paused"))


def resumed(event: TownResumed) -> Replies:
    return _to_town(say("workshops.resumed", at=Moment(event.at)))


def forwarded(event: TownForwarded) -> Replies:
    return _to_town(say("workshops.forwarded", count=event.days, at=Moment(event.at)))


def shut(event: WorkshopShut) -> Replies:
    return _to_town(say("workshops.shut", title=event.title))


def reopened(event: WorkshopReopened) -> Replies:
    return _to_town(say("workshops.reopened", title=event.title))


def announced(event: Announced) -> Replies:
    return _to_town(say("workshops.announced", text=event.text))


def languages(_: VisitorStatus) -> Replies:
    """What one may be written to in."""
    choices = ("en", "zh", AUTO)
    row = tuple(Button(say(f"language.{one}"), Speak(language=one)) for one in choices)
    return (Message(say("language.ask"), keyboard=(row,)),)


def spoken(chosen: str | None) -> Replies:
    """Said in the language that was chosen."""
    return (Message(say(f"language.now_{chosen or AUTO}")),)


def _to_town(text: Say) -> Replies:
    return (Message(text, to=ToAll(), priority=Priority.BROADCAST), _aloud(text))


def _aloud(text: Say) -> Message:
    return Message(text, to=ToGroup(), priority=Priority.BROADCAST)


def _at_home(persona: Persona) -> Say:
    return say("workshops.at_home", **_persona(persona))


def _persona(persona: Persona) -> dict[str, str]:
    return {"name": persona.name, "trade": persona.trade, "title": persona.title}


def _go(command: str) -> Button:
    return Button(say(f"menu.{command}"), Go(command=command))
