"""How the facilitator's side looks. Pure: results and events in, replies out."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, Page, RowId, Turn, go
from bot.charts import qr_svg
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    Keyboard,
    LinkButton,
    Message,
    Picture,
    Redraw,
    RemoveButtons,
    Replies,
    Say,
    grid,
    next_page,
    say,
)
from services.kernel.paging import page_of
from services.kernel.time import Moment
from services.kernel.town import Workshop, WorkshopId
from services.kernel.towns import ClockSet
from services.workshops import scenarios, sessions


class RunCard(CallbackData, prefix="pr"):
    card: str
    turn: Turn
    town: RowId


class ShowAgain(CallbackData, prefix="ps"):
    """Yes, show the blank town again."""

    town: RowId


class CataloguePage(CallbackData, prefix="pc"):
    page: Page


CARDS_A_ROW = 2
CARDS_A_PAGE = 8


def opened(found: sessions.Opened) -> Replies:
    if not found.bot_username:
        text = say("panel.opened_no_link", title=found.title, code=found.code)
        return (Message(text, keyboard=((go("panel"),),)),)
    link = f"https://t.me/{found.bot_username}?start={found.code}"
    group_link = f"https://t.me/{found.bot_username}?startgroup={found.code}"
    text = say("panel.opened", title=found.title, code=found.code, link=link)
    copy = CopyTextButton(say("panel.copy_link"), link)
    keyboard = ((copy, LinkButton(say("panel.add_group"), group_link)), (go("panel"),))
    return (Message(text, keyboard=keyboard, picture=Picture("join.png", qr_svg(link))),)


def reopened(found: sessions.Opened) -> Replies:
    return (Message(say("panel.reopened", title=found.title, code=found.code)),)


def ask_close(found: sessions.Status) -> Replies:
    yes = Button(say("panel.close_yes"), Go(command=f"workshop close {found.code}"))
    return (Message(say("panel.ask_close", title=found.title), keyboard=((yes,),)),)


def closed(found: sessions.Opened) -> Replies:
    return (Message(say("panel.closed", title=found.title, code=found.code)),)


def taken(found: sessions.Opened) -> Replies:
    text = say("panel.taken", title=found.title, code=found.code)
    return (Message(text, keyboard=((go("panel"),),)),)


def bound(found: sessions.Bound) -> Replies:
    """What became of a group; the group itself is greeted by the event."""
    key = "panel.bound" if found.is_new else "panel.bound_already"
    return (Message(say(key, group=found.group, title=found.title)),)


def status(found: sessions.Status) -> Replies:
    return (Message(status_of(found)),)


def catalogue(found: scenarios.Panel, page: int = 0) -> Replies:
    """What each card does, some at a time."""
    shown = page_of(found.cards, page, CARDS_A_PAGE)
    lines = tuple(_story(one) for one in shown.items)
    rows = _card_rows(replace(found, cards=shown.items))
    keyboard = (*rows, *next_page(CataloguePage, shown), (go("panel"),))
    return (Message(say("panel.catalogue", cards=lines), keyboard=keyboard, in_place=True),)


def ran(found: scenarios.Ran) -> Replies:
    """A toast; what happened in the town is told to the town by the features themselves."""
    title = say(f"scenario.{found.card.card_id}.title")
    return (Answer(say("panel.ran", card=title)), Redraw(place(found.workshop_id)))


def held(found: ClockSet) -> Replies:
    key = "panel.clock_runs" if found.running else "panel.clock_stands"
    return (Answer(say(key, at=Moment(found.at))), Redraw(place(found.workshop_id)))


def moved(found: ClockSet) -> Replies:
    toast = say("panel.clock_moved", at=Moment(found.at))
    return (Answer(toast), Redraw(place(found.workshop_id)))


def panicked(_: None) -> Replies:
    off = Button(say("panel.panic_off"), Go(command="panic off"))
    return (Message(say("panel.panicked"), keyboard=((off,),)),)


def ask_show_again(found: Workshop) -> Replies:
    yes = Button(say("panel.show_again"), ShowAgain(town=found.workshop_id))
    return (Message(say("panel.ask_show_again"), keyboard=((yes,),)),)


def shows_again(_: None) -> Replies:
    return (Answer(say("panel.shows_again")), RemoveButtons())


def announced(_: None) -> Replies:
    return (Answer(say("panel.announced")),)


def place(workshop_id: WorkshopId) -> str:
    return f"panel:{workshop_id}"


def status_of(found: sessions.Status) -> Say:
    return say(
        "panel.status",
        title=found.title,
        code=found.code,
        at=Moment(found.at),
        clock=say("panel.running" if found.running else "panel.standing"),
        people=found.people,
        residents=found.residents,
    )


def _card_rows(found: scenarios.Panel) -> Keyboard:
    at = {"turn": found.turn, "town": found.status.workshop_id}
    buttons = [
        Button(say(f"scenario.{one.card_id}.title"), RunCard(card=one.card_id, **at))
        for one in found.cards
    ]
    return grid(buttons, CARDS_A_ROW)


def _story(one: scenarios.Card) -> Say:
    return say(
        "panel.card",
        title=say(f"scenario.{one.card_id}.title"),
        name=one.card_id,
        story=say(f"scenario.{one.card_id}.story"),
        provenance=say(f"provenance.{one.provenance}"),
        source=one.source,
    )
