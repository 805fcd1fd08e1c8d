"""How the facilitator's side looks. Pure: results and events in, replies out."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Days, Go, RowId, Turn, go
from bot.charts import qr_svg
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    LinkButton,
    Message,
    Picture,
    Redraw,
    RemoveButtons,
    Replies,
    Say,
    grid,
    say,
)
from services.kernel.time import Moment
from services.kernel.town import Workshop, WorkshopId
from services.kernel.towns import ClockSet
from services.people import identity
from services.workshops import scenarios, sessions


class HoldClock(CallbackData, prefix="ph"):
    pause: bool
    town: RowId


class MoveClock(CallbackData, prefix="pm"):
    days: Days
    turn: Turn
    town: RowId


class ShowAgain(CallbackData, prefix="ps"):
    """Yes, show the blank town again."""

    town: RowId


CARDS_A_ROW = 2
FORWARD_DAYS = (1, 3)


def opened(found: sessions.Opened) -> Replies:
    if not found.bot_username:
        text = say("panel.opened_no_link", title=found.title, code=found.code)
        return (Message(text, keyboard=((go("panel"),),)),)
    link = f"https://t.me/{found.bot_username}?start={found.code}"
    group_link = f"https://t.me/{found.bot_username}?startgroup={found.code}"
    text = say("panel.opened", title=found.title, code=found.code, link=link)
    keyboard = (
        (LinkButton(say("panel.open_link"), link), LinkButton(say("panel.add_group"), group_link)),
        (go("panel"),),
    )
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
    return (Message(_status(found)),)


def card(found: scenarios.Panel) -> Message:
    return Message(
        say("panel.panel", status=_status(found.status)),
        keyboard=(*_card_rows(found), *_clock_rows(found)),
        card=_place(found.status.workshop_id),
    )


def held(found: ClockSet) -> Replies:
    key = "panel.clock_runs" if found.running else "panel.clock_stands"
    return (Answer(say(key, at=Moment(found.at))), Redraw(_place(found.workshop_id)))


def moved(found: ClockSet) -> Replies:
    toast = say("panel.clock_moved", at=Moment(found.at))
    return (Answer(toast), Redraw(_place(found.workshop_id)))


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


def changed(
    event: identity.ParticipantJoined
    | identity.ParticipantLeft
    | sessions.TownPaused
    | sessions.TownResumed
    | sessions.TownForwarded,
) -> Replies:
    return (Redraw(_place(event.workshop_id)),)


def _place(workshop_id: WorkshopId) -> str:
    return f"panel:{workshop_id}"


def _status(found: sessions.Status) -> Say:
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
    buttons = [Button(one.title, Go(command=f"run {one.card_id} ?")) for one in found.cards]
    return grid(buttons, CARDS_A_ROW)


def _clock_rows(found: scenarios.Panel) -> Keyboard:
    running, town = found.status.running, found.status.workshop_id
    held = HoldClock(pause=running, town=town)
    hold = Button(say("panel.pause" if running else "panel.resume"), held)
    moves = tuple(
        Button(say("panel.forward", count=days), MoveClock(days=days, turn=found.turn, town=town))
        for days in FORWARD_DAYS
    )
    return ((hold,), moves)
