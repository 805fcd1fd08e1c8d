"""How a wave looks: to whoever answers one question at a time, and to whoever asked it. Pure."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, RowId, go
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Redraw,
    Replies,
    Say,
    Show,
    ToAll,
    ToFacilitator,
    grid,
    say,
)
from services.workshops import polls
from services.workshops.polls import Progress, Sheet, Wave

A_ROW = 2
AT_MOST = 10  # questions of a wave, with room to spare


class PollTurn(CallbackData, prefix="po1"):
    """Show another question; beyond the last, all own answers."""

    wave: Wave
    at: Annotated[int, Field(ge=0, le=AT_MOST)]


class PollAnswer(CallbackData, prefix="po2"):
    """`answer` 0 skips."""

    wave: Wave
    item: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
    answer: Annotated[int, Field(ge=0, le=polls.MOST)]


class CloseWave(CallbackData, prefix="po3"):
    """Let nobody answer any more."""

    wave: Wave
    town: RowId


def asked(event: polls.WaveAsked) -> Replies:
    """To each alone; and how many have answered, to whoever runs the town."""
    text, keyboard = _question(event.sheet), _marks(event.sheet)
    return (
        Message(text, to=ToAll(), keyboard=keyboard, priority=Priority.BROADCAST),
        Show(_place(event.sheet.wave), to=ToFacilitator()),
        Redraw("home:*"),
    )


def sheet(found: Sheet) -> Replies:
    """One question, or all own answers, in the place of what was there."""
    if found.at < len(found.items):
        return (Message(_question(found), keyboard=_marks(found), in_place=True),)
    lines = tuple(
        say("polls.mine", title=one.title, mark=_mark(found.said.get(one.item_id)))
        for one in found.items
    )
    buttons = [
        Button(one.title, PollTurn(wave=found.wave, at=at)) for at, one in enumerate(found.items)
    ]
    keyboard = grid(buttons, A_ROW) if found.is_open else ()
    state = say("polls.can_change" if found.is_open else "polls.is_over")
    text = say("polls.done", wave=wave_name(found.wave), lines=lines, state=state)
    return (Message(text, keyboard=(*keyboard, (go("home"),)), in_place=True),)


def card(found: Progress) -> Message:
    """How many have answered, as whoever runs the town sees it."""
    text = say(
        "polls.progress",
        wave=wave_name(found.wave),
        whole=found.whole,
        part=found.part,
        none=found.none,
        state=say("polls.is_open" if found.is_open else "polls.is_closed"),
    )
    return Message(text, keyboard=_running(found), card=_place(found.wave))


def changed(event: polls.AnswersChanged) -> Replies:
    return (Redraw(_place(event.wave)), Redraw(f"home:{event.who}"))


def over(event: polls.WaveClosed) -> Replies:
    return (Redraw(_place(event.wave)), Redraw("home:*"))


def closed(found: Progress) -> Replies:
    return (Answer(say("polls.toast_closed", count=found.whole + found.part)),)


def wave_name(wave: Wave) -> Say:
    return say(f"polls.wave_{wave.value}")


def _question(found: Sheet) -> Say:
    item = found.items[found.at]
    said = item.item_id in found.said
    mine = say("polls.so_far", mark=_mark(found.said[item.item_id])) if said else say("nothing")
    return say(
        "polls.ask",
        wave=wave_name(found.wave),
        number=found.at + 1,
        total=len(found.items),
        says=item.says,
        mine=mine,
    )


def _marks(found: Sheet) -> Keyboard:
    item, wave = found.items[found.at].item_id, found.wave
    marks = tuple(
        Button(
            say("polls.chosen" if found.said.get(item) == mark else "figures.mark", mark=mark),
            PollAnswer(wave=wave, item=item, answer=mark),
        )
        for mark in range(1, polls.MOST + 1)
    )
    skip = Button(say("polls.skip"), PollAnswer(wave=wave, item=item, answer=0))
    if found.at == 0:
        return (marks, (skip,))
    return (marks, (Button(say("polls.back"), PollTurn(wave=wave, at=found.at - 1)), skip))


def _running(found: Progress) -> Keyboard:
    told = Button(say("polls.results"), Go(command="polls"))
    close = CloseWave(wave=found.wave, town=found.workshop_id)
    return ((Button(say("polls.close"), close), told),) if found.is_open else ((told,),)


def _mark(said: int | None) -> Say:
    return say("polls.skipped") if said is None else say("figures.mark", mark=said)


def _place(wave: Wave) -> str:
    return f"poll:{wave.value}"
