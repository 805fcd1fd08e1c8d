"""The people of the town on the desk, and one of them with what can be done for them. Pure."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Go, Page, Whom, Words, go
from bot.replies import (
    Button,
    Keyboard,
    Message,
    Redraw,
    Replies,
    Say,
    To,
    ToAccount,
    grid,
    page_row,
    say,
)
from bot.workshops.panel.cockpit_views import COLUMNS, listed_line, page
from services.living import seats
from services.people import mutes
from services.standing import agencies
from services.workshops import cockpit

DATA_MAX = 64  # bytes of a button
QUESTIONS = 2  # before somebody is removed


class DeskPage(CallbackData, prefix="dk3"):
    """Some of the people; of those whose name has what was `typed`, if anything was."""

    page: Page
    typed: Annotated[str, Field(pattern=r"^[^:\n]{0,30}$")] = ""


class AtDesk(CallbackData, prefix="dk4"):
    who: Whom


class MaskThem(CallbackData, prefix="dk5"):
    who: Whom
    on: bool


class MuteThem(CallbackData, prefix="dk6"):
    who: Whom
    on: bool


class RegulatorRole(CallbackData, prefix="dk7"):
    who: Whom
    on: bool


class RemoveThem(CallbackData, prefix="dk8"):
    """Not yet for good: `asked` of two questions are answered."""

    who: Whom
    asked: Annotated[int, Field(ge=0, le=QUESTIONS)]


class RolesPage(CallbackData, prefix="dkc"):
    who: Whom


class MoveWhere(CallbackData, prefix="dkg"):
    """At which table is somebody to sit?"""

    who: Whom
    page: Page


class SetPost(CallbackData, prefix="dkd"):
    who: Whom
    post: cockpit.Post
    on: bool


class ChooseCompany(CallbackData, prefix="dke"):
    who: Whom


class SetCompany(CallbackData, prefix="dkf"):
    who: Whom
    company: Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]
    on: bool


def found(some: cockpit.Found) -> Replies:
    """Some people to choose from; the one who is meant, where what was typed means nobody else."""
    is_silent = some.typed == cockpit.SILENT
    if some.typed and some.page.total == 1 and not is_silent:
        return person(some.page.items[0])
    keys = [Button(_name(one), AtDesk(who=one.who)) for one in some.page.items]
    if is_silent:
        text = say("cockpit.silent", count=some.page.total)
    elif keys:
        text = say("cockpit.people", count=some.page.total)
    elif some.typed:
        text = say("cockpit.nobody_found", typed=some.typed)
    else:
        text = say("cockpit.no_people")
    search = Button(say("cockpit.find"), AskWords(what=Words.PERSON))
    below = [search, all_people() if some.typed else go("tables")]
    if some.silent and not is_silent:
        silent = DeskPage(page=0, typed=cockpit.SILENT)
        below.append(Button(say("cockpit.key_silent", count=some.silent), silent))
    return (page(text, (*grid(keys, COLUMNS), *_turning(some), *grid(below, COLUMNS))),)


def _turning(some: cockpit.Found) -> Keyboard:
    """Keys to the pages on either side, while what was typed is short enough to be carried."""
    if some.typed and len(f"dk3:9999:{some.typed}".encode()) > DATA_MAX:
        return ()
    before, after = say("cockpit.page_before"), say("cockpit.page_after")
    turned = partial(DeskPage, typed=some.typed.replace(":", ""))
    return page_row(turned, some.page, before=before, after=after)


def all_people() -> Button:
    return Button(say("cockpit.all_people"), Go(command="people"))


def person(one: cockpit.Seated) -> Replies:
    """Who they are and what can be done for them; each key says what it will do."""
    who = one.who
    mask = say("cockpit.unmask" if one.is_masked else "cockpit.mask")
    mute = say("cockpit.unmute" if one.muted_min else "cockpit.mute", minutes=mutes.MINUTES)
    keys = (
        Button(mask, MaskThem(who=who, on=not one.is_masked)),
        Button(mute, MuteThem(who=who, on=not one.muted_min)),
        Button(say("tables.key_move"), MoveWhere(who=who, page=0)),
        Button(say("cockpit.roles"), RolesPage(who=who)),
        Button(say("cockpit.remove"), RemoveThem(who=who, asked=0)),
    )
    text = say("cockpit.person", name=one.name, trade=one.trade, lines=_lines(one))
    return (page(text, grid(keys, COLUMNS), all_people()),)


def roles(one: cockpit.Seated) -> Replies:
    """What they are beside themselves, and what can be given or taken; each key says which."""
    role = say("cockpit.no_regulator" if one.is_regulator else "cockpit.regulator")
    keys = [Button(role, RegulatorRole(who=one.who, on=not one.is_regulator))]
    for post in cockpit.Post:
        held = post in one.posts
        label = say(f"cockpit.no_{post}" if held else f"cockpit.{post}")
        keys.append(Button(label, SetPost(who=one.who, post=post, on=not held)))
    if one.company is None:
        keys.append(Button(say("cockpit.company"), ChooseCompany(who=one.who)))
    else:
        taken = SetCompany(who=one.who, company="none", on=False)
        keys.append(Button(say("cockpit.no_company"), taken))
    text = say(
        "cockpit.roles_of", name=one.name, lines=_roles(one) or (say("complaints.none_yet"),)
    )
    return (page(text, grid(keys, 1), Button(say("menu.back"), AtDesk(who=one.who))),)


def companies(one: cockpit.Seated) -> Replies:
    """Whoever sits for a company already gives the seat up to them."""
    keys = [
        Button(say("as_is", what=company.title), _seat(one, company))
        for company in agencies.companies()
    ]
    text = say("cockpit.which_company", name=one.name)
    return (page(text, grid(keys, 1), Button(say("menu.back"), RolesPage(who=one.who))),)


def _seat(one: cockpit.Seated, company: agencies.Agency) -> SetCompany:
    return SetCompany(who=one.who, company=company.agency_id, on=True)


def second_made(event: cockpit.SecondMade) -> Replies:
    text = say("cockpit.told_second" if event.runs else "cockpit.told_no_second")
    way = go("panel" if event.runs else "home")
    return (Message(text, to=To(event.who), keyboard=((way,),)), Redraw("panel:*"))


def ask_remove(asked: int, one: cockpit.Seated) -> Replies:
    yes = Button(say(f"cockpit.remove_{asked}"), RemoveThem(who=one.who, asked=asked + 1))
    back = Button(say("cockpit.remove_not"), AtDesk(who=one.who))
    return (page(say(f"cockpit.ask_remove_{asked}", name=one.name), ((yes,), (back,))),)


def removed(gone: seats.Farewell) -> Replies:
    return (page(say("cockpit.removed", name=gone.name), (), all_people()),)


def muted(event: mutes.MuteChanged) -> Replies:
    """Told kindly, with what still goes."""
    text = (
        say("cockpit.told_muted", minutes=event.minutes)
        if event.minutes
        else say("cockpit.told_free")
    )
    return (Message(text, to=To(event.who)),)


def sent_away(event: seats.SentAway) -> Replies:
    if event.where is None:
        return ()
    to = ToAccount(event.where.bot_id, event.where.chat_id, event.where.language)
    held = say("nothing")
    if event.held:
        held = say("workshops.left_held", numbers=", ".join(map(str, event.held)))
    text = say("cockpit.told_removed", title=event.title, held=held)
    return (Message(text, to=to), Redraw("panel:*"))


def _name(one: cockpit.Seated) -> Say:
    return say("cockpit.key_person", name=one.name, marks=_marks(one))


def _marks(one: cockpit.Seated) -> str:
    shown = {"🤫": one.muted_min, "🎭": one.is_masked, "⚖": one.listed, "💤": one.is_silent}
    return "".join(mark for mark, there in shown.items() if there)


def _lines(one: cockpit.Seated) -> tuple[Say, ...]:
    lines = [say("cockpit.is_silent" if one.is_silent else "cockpit.is_active")]
    if one.listed is not None:
        lines.append(listed_line(one.listed))
    if one.table:
        lines.append(say("tables.sits", table=one.table))
    if one.is_masked:
        lines.append(say("cockpit.is_masked"))
    if one.muted_min:
        lines.append(say("cockpit.is_muted", minutes=one.muted_min))
    return (*lines, *_roles(one))


def _roles(one: cockpit.Seated) -> tuple[Say, ...]:
    lines = [say("cockpit.is_regulator")] if one.is_regulator else []
    lines += [say(f"cockpit.is_{post}") for post in cockpit.Post if post in one.posts]
    if one.company is not None:
        lines.append(say("cockpit.sits", company=one.company))
    return tuple(lines)
