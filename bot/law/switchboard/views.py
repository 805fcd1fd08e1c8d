"""How the law looks. Pure: results and events in, replies out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, RowId, go, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    News,
    Redraw,
    Replies,
    Say,
    Show,
    grid,
    say,
)
from services.kernel.time import Moment
from services.law import statutes, switchboard
from services.law.switchboard import DATA, DELAY_MAX_DAYS, OTHERS, group_of, grouped


class ReadSwitch(CallbackData, prefix="lr"):
    switch: str


class OpenSwitch(CallbackData, prefix="lo"):
    switch: str


class LawGroup(CallbackData, prefix="lg"):
    group: str


class AskSwitch(CallbackData, prefix="la"):
    """What would come of this value?"""

    switch: str
    value: str
    town: RowId


class SetSwitch(CallbackData, prefix="lz2"):
    """Yes, so be it; from how many midnights on."""

    switch: str
    value: str
    town: RowId
    days: Annotated[int, Field(ge=0, le=DELAY_MAX_DAYS)] = 0


class SetCarried(CallbackData, prefix="lz3"):
    """The same by what a vote has carried."""

    switch: str
    value: str
    town: RowId
    days: Annotated[int, Field(ge=0, le=DELAY_MAX_DAYS)]
    poll: RowId


IN_A_ROW = 2
NUMBERS_IN_A_ROW = 7
HISTORY_SHOWN = 5
LAW = Go(command="law")
YES_OR_NO = {"on": "law.on", "off": "law.off"}


def page(found: switchboard.LawPage) -> Replies:
    """The whole law as it is in force, by what it is about: a button for each group of switches."""
    groups = grouped(found.clauses)
    lines = tuple(
        say("law.group", title=say(f"law.group_{group}"), clauses=_in_a_line(some))
        for group, some in groups.items()
    )
    buttons = [Button(say(f"law.group_{group}"), LawGroup(group=group)) for group in groups]
    key = "law.page_to_set" if found.may_set else "law.page"
    statutes = (go("statutes"), Button(say("statutes.history_button"), Go(command="law history")))
    return (screen(say(key, lines=lines), (*grid(buttons, IN_A_ROW), statutes)),)


def group(name: str, found: switchboard.LawPage) -> Replies:
    """The switches of one group: what each decides, and the value in force."""
    some = grouped(found.clauses).get(name, [])
    open_ = OpenSwitch if found.may_set else ReadSwitch
    switches = [one.setting.switch for one in some]
    buttons = [Button(_title(switch), open_(switch=switch.value)) for switch in switches]
    title = say(f"law.group_{name if some else OTHERS}")
    text = say("law.group_page", title=title, lines=tuple(map(_line, some)))
    heat = ((go("scope"),),) if name == DATA else ()
    return (screen(text, (*grid(buttons, IN_A_ROW), *heat), back=LAW),)


def card(found: switchboard.SwitchPage) -> Message:
    """One switch as it stands; who may set it finds a button for each value."""
    clause, switch = found.clause, found.clause.setting.switch
    parts = [
        say("law.switch", title=_title(switch), changes=say(f"law.changes_{switch.value}")),
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
    back = LawGroup(group=group_of(switch.value))
    if not found.may_set:
        move = Button(say("law.move_it"), Go(command=f"motion {switch.value}"))
        return screen(say("as_is", what=tuple(parts)), ((move,),), back=back)
    parts.append(say("law.by_words", switch=switch.value, value=str(clause.setting.values[-1])))
    shown = screen(say("as_is", what=tuple(parts)), _values(found), back=back)
    return replace(shown, card=f"law:{switch.value}")


def ask(found: statutes.SwitchDraft, *, poll: int = 0) -> Replies:
    """A value before it is law: this is the question whether to, or how to move it; `poll`: the
    vote that has carried it.
    """
    done, setting = found.done, found.setting
    switch, title, at = setting.switch, _title(setting.switch), Moment(done.in_force_from)
    if not done.changed:
        return (Answer(say("law.stood_already", title=title, value=_value(done.value))),)
    parts = [
        say(
            "law.ask",
            title=title,
            value=_value(done.value),
            before=_value(done.before),
            changes=say(f"law.changes_{switch.value}"),
        )
    ]
    if done.puts_off is not None:
        parts.append(_puts_off(done.puts_off))
    parts += [
        say("law.ask_undoes", title=title, poll=one.poll, value=_value(one.value))
        for one in found.undoes
    ]
    prices = [say("statutes.cost", title=one.title, costs=one.costs) for one in found.prices]
    parts += [
        say("law.ask_hears"),
        say("law.ask_now" if done.at_once else "law.ask_later", at=at),
        say("law.ask_price", lines=tuple(prices) or (say("law.ask_no_price"),)),
        say("law.ask_evidence", how=say(f"provenance.{setting.provenance}"), source=setting.source),
    ]
    if poll and found.may_set:
        parts.append(say("law.ask_carried", poll=poll))
    elif found.by_vote or not found.may_set:
        key = "law.ask_by_vote" if found.may_set else "law.ask_not_yours"
        parts.append(say(key, motion=found.typed))
    back = (OpenSwitch if found.may_set else ReadSwitch)(switch=switch.value)
    return (screen(say("as_is", what=tuple(parts)), _choices(found, poll), back=back),)


def _choices(found: statutes.SwitchDraft, poll: int) -> Keyboard:
    """Yes, or else the motion; and, for whoever runs the town, what would become of scores."""
    switch, value = found.setting.switch.value, str(found.done.value)
    if not found.may_set:
        return ((Button(say("law.move_it"), Go(command=f"motion {found.typed}")),),)
    if poll:
        carried = SetCarried(
            switch=switch, value=value, town=found.workshop_id, days=found.in_days, poll=poll
        )
        yes = Button(say("law.do_it"), carried)
    elif found.by_vote:
        yes = Button(say("statutes.put_to_vote"), Go(command=f"motions {found.typed}"))
    else:
        so_be_it = SetSwitch(switch=switch, value=value, town=found.workshop_id, days=found.in_days)
        yes = Button(say("law.do_it"), so_be_it)
    scores = Button(say("statutes.what_if"), Go(command=f"whatif {switch} {value}"))
    return ((yes,), (scores,))


def made(done: switchboard.LawEnacted) -> Replies:
    """After a button: the switch as it stands now takes the place of the question."""
    return (*enacted(done), Show(f"law:{done.switch.value}"))


def enacted(done: switchboard.LawEnacted) -> Replies:
    """What the lawgiver is told: a toast under a button, a line after words."""
    if not done.changed:
        key = "law.stood_already"
    elif done.puts_off is not None:
        key = "law.done_put_off"
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


def _puts_off(late: switchboard.Enactment) -> Say:
    key = "law.ask_puts_off" if late.poll is None else "law.ask_puts_off_poll"
    return say(key, at=Moment(late.in_force_from), poll=late.poll)


def _past(one: switchboard.Enactment) -> Say:
    key = "law.past" if one.poll is None else "law.past_poll"
    return say(key, at=Moment(one.set_at), value=_value(one.value), poll=one.poll)


def _is_plain(clause: switchboard.Clause) -> bool:
    return str(clause.value) in YES_OR_NO and clause.next_from is None


def _in_a_line(some: Iterable[switchboard.Clause]) -> Say:
    first, *rest = map(_marked, some)
    for one in rest:
        first = say("law.and", first=first, then=one)
    return first


def _marked(clause: switchboard.Clause) -> Say:
    title = _title(clause.setting.switch)
    if _is_plain(clause):
        return say(YES_OR_NO[str(clause.value)], title=title)
    return say("law.with_value", title=title, value=_value(clause.value))


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


def _values(found: switchboard.SwitchPage) -> Keyboard:
    clause, setting, town = found.clause, found.clause.setting, found.workshop_id
    buttons = [
        Button(
            say("law.chosen" if value == clause.value else "law.choose", value=_value(value)),
            AskSwitch(switch=setting.switch.value, value=str(value), town=town),
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
