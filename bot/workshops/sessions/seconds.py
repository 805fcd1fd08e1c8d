"""Running a town together: the link, the question it leads to, going again. Parses and shows."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import Go
from bot.replies import (
    Button,
    CopyTextButton,
    Message,
    Redraw,
    RemoveButtons,
    Replies,
    Show,
    ToFacilitator,
    say,
)
from services.kernel.errors import Usage
from services.workshops.sessions import FacilitatorWent, SecondCame, seconds

LINK = "co_"  # before the token, in the link
LEAVE = ("leave", "退出", "离开")


class HelpRun(CallbackData, prefix="dk9"):
    """Yes, run this town as well."""

    token: Annotated[str, Field(pattern=r"^[a-z2-7]{16}$")]


class StepDown(CallbackData, prefix="dk10"):
    """Yes, run it no more."""


def invited(found: seconds.Invited) -> Replies:
    """The link goes to one person; where the bot has no public name, the words to type."""
    typed = f"/start {LINK}{found.token}"
    link = f"https://t.me/{found.bot_username}?start={LINK}{found.token}"
    words = link if found.bot_username else typed
    copy = CopyTextButton(say("seconds.copy"), words)
    leave = Button(say("seconds.leave"), Go(command="cofacilitate leave"))
    text = say("seconds.invited", title=found.title, words=words)
    return (Message(text, keyboard=((copy,), (leave,))),)


def asked(found: seconds.Asked) -> Replies:
    yes = Button(say("seconds.yes"), HelpRun(token=found.token))
    return (Message(say("seconds.asked", title=found.title), keyboard=((yes,),)),)


def runs(found: seconds.Runs) -> Replies:
    told = Message(say("seconds.runs", title=found.title))
    return (RemoveButtons(), told, Show(f"panel:{found.workshop_id}"))


def ask_leave(_: object) -> Replies:
    yes = Button(say("seconds.leave_yes"), StepDown())
    return (Message(say("seconds.ask_leave"), keyboard=((yes,),)),)


def went(found: seconds.Runs) -> Replies:
    return (Message(say("seconds.went", title=found.title)), RemoveButtons())


def told_came(event: SecondCame) -> Replies:
    return (Message(say("seconds.told_came", name=event.name), to=ToFacilitator()),)


def told_went(event: FacilitatorWent) -> Replies:
    told = Message(say("seconds.told_went", name=event.name), to=ToFacilitator())
    return (told, Redraw("panel:*"))


def by_link(start: str) -> Act:
    """Whoever opens the link is asked first; nothing is kept by looking."""
    return act(seconds.look, start.removeprefix(LINK).lower()).show(asked)


runners = GuardedRouter("cofacilitators", access=Access.FACILITATOR)
newcomers = GuardedRouter("cofacilitators_to_be", access=Access.ANYONE)


@runners.command("cofacilitate")
def cofacilitate(words: str) -> Act:
    """A link for somebody; or, with "leave", asks whether to go."""
    if words.lower() in LEAVE:
        return act(lambda uow: uow).show(ask_leave)
    if words:
        raise Usage(command="cofacilitate")
    return act(seconds.invite).show(invited)


newcomers.button(HelpRun, lambda tap: act(seconds.accept, tap.token).show(runs))
runners.button(StepDown, lambda _: act(seconds.step_down).show(went))
