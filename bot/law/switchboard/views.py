"""How the law looks. Pure: results and events in, replies out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    News,
    Redraw,
    Replies,
    Say,
    grid,
    say,
)
from services.kernel.time import Moment
from services.law import switchboard


class ReadSwitch(CallbackData, prefix="lr"):
    switch: str


class OpenSwitch(CallbackData, prefix="lo"):
    switch: str


class SetSwitch(CallbackData, prefix="ls"):
    switch: str
    value: str


IN_A_ROW = 2
NUMBERS_IN_A_ROW = 7
HISTORY_SHOWN = 5
LAW = Go(command="law")
YES_OR_NO = {"on": "law.on", "off": "law.off"}


def page(found: switchboard.LawPage) -> Replies:
    """The whole law: a button for each switch says yes or no, a line what is more than that."""
    lines = tuple(_line(one) for one in found.clauses if not _is_plain(one))
    open_ = OpenSwitch if found.may_set else ReadSwitch
    buttons = [
        Button(_marked(clause), open_(switch=clause.setting.switch.value))
        for clause in found.clauses
    ]
    key = "law.page_to_set" if found.may_set else "law.page"
    return (screen(say(key, lines=lines), grid(buttons, IN_A_ROW)),)


def card(found: switchboard.Statute) -> Message:
    """One switch as it stands; who may set it finds a button for each value."""
    clause, switch = found.clause, found.clause.setting.switch
    parts = [
        say("law.statute", title=_title(switch), changes=say(f"law.changes_{switch.value}")),
        say("law.from_the_start", value=_value(clause.value))
        if clause.since is None
        else say("law.since", value=_value(clause.value), at=Moment(clause.since)),
    ]
    if clause.next_from is not None and clause.next_value is not None:
        value = _value(clause.next_value)
        parts.append(say("law.coming", value=value, at=Moment(clause.next_from)))
    if found.history:
        latest = found.history[-HISTORY_SHOWN:]
        lines = (_past(one) for one in latest)
        parts.append(say("law.history", lines=tuple(lines)))
    parts.append(say(f"provenance.{clause.setting.provenance}"))
    if not found.may_set:
        return screen(say("as_is", what=tuple(parts)), back=LAW)
    parts.append(say("law.by_words", switch=switch.value, value=str(clause.setting.values[-1])))
    shown = screen(say("as_is", what=tuple(parts)), _values(clause), back=LAW)
    return replace(shown, card=f"law:{switch.value}")


def enacted(done: switchboard.LawEnacted) -> Replies:
    """What the lawgiver is told: a toast under a button, a line after words."""
    if not done.changed:
        key = "law.stood_already"
    else:
        key = "law.done_now" if done.at_once else "law.done_later"
    at = Moment(done.in_force_from)
    return (Answer(say(key, title=_title(done.switch), value=_value(done.value), at=at)),)


def announced(event: switchboard.LawEnacted) -> Replies:
    return (News(), Redraw(f"law:{event.switch.value}"))


def news(enacted: Iterable[switchboard.Enactment]) -> Iterator[Say]:
    """What was decided, a line each, with what it changes."""
    for one in enacted:
        key = "news.law_now" if one.in_force_from <= one.set_at else "news.law_later"
        at = Moment(one.in_force_from)
        changes = say(f"law.changes_{one.switch.value}")
        title = _title(one.switch)
        yield say(key, title=title, value=_value(one.value), at=at, changes=changes)


def _past(one: switchboard.Enactment) -> Say:
    key = "law.past" if one.poll is None else "law.past_poll"
    return say(key, at=Moment(one.set_at), value=_value(one.value), poll=one.poll)


def _is_plain(clause: switchboard.Clause) -> bool:
    return str(clause.value) in YES_OR_NO and clause.next_from is None


def _marked(clause: switchboard.Clause) -> Say:
    title = _title(clause.setting.switch)
    return say(YES_OR_NO[str(clause.value)], title=title) if _is_plain(clause) else title


def _line(clause: switchboard.Clause) -> Say:
    title = _title(clause.setting.switch)
    if clause.next_from is None or clause.next_value is None:
        return say("law.line", title=title, value=_value(clause.value))
    return say(
        "law.line_coming",
        title=title,
        value=_value(clause.value),
        then=_value(clause.next_value),
        at=Moment(clause.next_from),
    )


def _values(clause: switchboard.Clause) -> Keyboard:
    setting = clause.setting
    buttons = [
        Button(
            say("law.chosen" if value == clause.value else "law.choose", value=_value(value)),
            SetSwitch(switch=setting.switch.value, value=str(value)),
        )
        for value in setting.values
    ]
    return grid(buttons, NUMBERS_IN_A_ROW if setting.is_number else IN_A_ROW)


def _title(switch: switchboard.Switch) -> Say:
    return say(f"law.title_{switch.value}")


def _value(value: str | int) -> Say:
    if isinstance(value, int):
        return say("as_is", what=value)
    return say(f"law.value_{value}")
