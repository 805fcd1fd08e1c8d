"""How the law looks. Pure: results and events in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from bot.replies import Answer, Button, Message, Priority, Redraw, Say, ToAll, ToGroup, grid, say
from services.kernel.time import Moment

if TYPE_CHECKING:
    from bot.replies import Keyboard, Replies
    from services.law.switchboard import (
        Clause,
        LawEnacted,
        LawPage,
        Setting,
        Statute,
        Switch,
    )


class ReadSwitch(CallbackData, prefix="lr"):
    """One switch, to read."""

    switch: str


class OpenSwitch(CallbackData, prefix="lo"):
    """One switch, to set."""

    switch: str


class SetSwitch(CallbackData, prefix="ls"):
    """Set a switch, in force at once."""

    switch: str
    value: str


IN_A_ROW = 2
NUMBERS_IN_A_ROW = 7
HISTORY_SHOWN = 5


def page(found: LawPage) -> Replies:
    """The whole law, a line each; buttons lead to each switch."""
    lines = tuple(_line(clause) for clause in found.clauses)
    open_ = OpenSwitch if found.may_set else ReadSwitch
    buttons = [
        Button(_title(clause.setting.switch), open_(switch=clause.setting.switch.value))
        for clause in found.clauses
    ]
    key = "law.page_to_set" if found.may_set else "law.page"
    return (Message(say(key, lines=lines), keyboard=grid(buttons, IN_A_ROW)),)


def statute(found: Statute) -> Replies:
    """One switch; who may set it finds a button for each value."""
    return (card(found),)


def card(found: Statute) -> Message:
    """One switch as it stands: what it changes, what holds, what comes, how we know."""
    clause, switch = found.clause, found.clause.setting.switch
    parts = [
        say("law.statute", title=_title(switch), changes=say(f"law.changes_{switch.value}")),
        _in_force(clause),
    ]
    parts.extend(_coming(clause))
    if found.history:
        latest = found.history[-HISTORY_SHOWN:]
        lines = tuple(
            say("law.past", at=Moment(one.set_at), value=_value(one.value)) for one in latest
        )
        parts.append(say("law.history", lines=lines))
    parts.append(say(f"provenance.{clause.setting.provenance}"))
    if not found.may_set:
        return Message(say("law.parts", parts=tuple(parts)))
    parts.append(say("law.by_words", switch=switch.value, value=str(clause.setting.values[-1])))
    return Message(
        say("law.parts", parts=tuple(parts)),
        keyboard=_values(clause.setting, clause),
        card=f"law:{switch.value}",
    )


def enacted(done: LawEnacted) -> Replies:
    """What the lawgiver is told: a toast under a button, a line after words."""
    if not done.changed:
        key = "law.stood_already"
    else:
        key = "law.done_now" if done.at_once else "law.done_later"
    text = say(
        key,
        title=_title(done.switch),
        value=_value(done.value),
        at=Moment(done.in_force_from),
    )
    return (Answer(text),)


def announced(event: LawEnacted) -> Replies:
    """What the town is told, in the group and each in private."""
    text = say(
        "law.announced_now" if event.at_once else "law.announced_later",
        title=_title(event.switch),
        value=_value(event.value),
        before=_value(event.before),
        changes=say(f"law.changes_{event.switch.value}"),
        at=Moment(event.in_force_from),
    )
    return (
        Message(text, to=ToAll(), priority=Priority.BROADCAST),
        Message(text, to=ToGroup(), priority=Priority.BROADCAST),
        Redraw(f"law:{event.switch.value}"),
    )


def _line(clause: Clause) -> Say:
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


def _in_force(clause: Clause) -> Say:
    if clause.since is None:
        return say("law.from_the_start", value=_value(clause.value))
    return say("law.since", value=_value(clause.value), at=Moment(clause.since))


def _coming(clause: Clause) -> tuple[Say, ...]:
    if clause.next_from is None or clause.next_value is None:
        return ()
    value = _value(clause.next_value)
    return (say("law.coming", value=value, at=Moment(clause.next_from)),)


def _values(setting: Setting, clause: Clause) -> Keyboard:
    buttons = [
        Button(
            say("law.chosen" if value == clause.value else "law.choose", value=_value(value)),
            SetSwitch(switch=setting.switch.value, value=str(value)),
        )
        for value in setting.values
    ]
    return grid(buttons, NUMBERS_IN_A_ROW if setting.is_number else IN_A_ROW)


def _title(switch: Switch) -> Say:
    return say(f"law.title_{switch.value}")


def _value(value: str | int) -> Say:
    if isinstance(value, int):
        return say("law.number", number=value)
    return say(f"law.value_{value}")
