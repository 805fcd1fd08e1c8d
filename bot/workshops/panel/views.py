"""How the facilitator's side looks. Pure: results and events in, replies out."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, RowId, go
from bot.charts import qr_svg
from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    LinkButton,
    Message,
    Picture,
    Redraw,
    RemoveButtons,
    Replies,
    Say,
    ToFacilitator,
    say,
)
from services.kernel.time import Moment
from services.kernel.town import Workshop, WorkshopId
from services.kernel.towns import ClockSet
from services.workshops import sessions


class ShowAgain(CallbackData, prefix="ps"):
    """Yes, show the blank town again."""

    town: RowId


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


def said(_: None) -> Replies:
    return (Answer(say("panel.announced")), RemoveButtons())


def desk_acted(event: sessions.DeskActed) -> Replies:
    """One quiet line to the others who run the town."""
    key = f"panel.did_{event.what}"
    if isinstance(event.about, int):
        text = say(key, name=event.name, count=event.about)
    else:
        text = say(key, name=event.name, card=event.about)
    return (Message(text, to=ToFacilitator(others=True), silent=True),)


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
