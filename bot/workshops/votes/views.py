"""How a motion looks to the people of the town, and what everybody hears of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Go, RowId, Words, screen
from bot.replies import (
    Answer,
    Button,
    News,
    Redraw,
    Replies,
    Say,
    Show,
    ToFacilitator,
    grid,
    say,
    to_town,
)
from bot.workshops.votes import winners_views
from bot.workshops.votes.desk_views import UNDECIDED, ValueName, card, place
from bot.workshops.votes.fitting import Unfit
from bot.workshops.votes.wording import lines, result, rules, said, short, state, value, whole
from services.kernel.time import Moment
from services.law import switchboard
from services.workshops import votes
from services.workshops.votes import Motion, MotionPage

SwitchName = Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")]
IN_A_ROW = 2
NUMBERS_IN_A_ROW = 7
SHOWN = 10


class ReadMotion(CallbackData, prefix="mo1"):
    number: RowId


class SecondMotion(CallbackData, prefix="mo2"):
    number: RowId


class TakeBack(CallbackData, prefix="mo3"):
    number: RowId


class InGroup(CallbackData, prefix="mo4"):
    number: RowId
    group_id: RowId


class PickSwitch(CallbackData, prefix="mo5"):
    """Which rule shall change?"""


class PickGroup(CallbackData, prefix="moc"):
    group: Annotated[str, Field(pattern=r"^[a-z]{1,12}$")]


class PickValue(CallbackData, prefix="mo6"):
    switch: SwitchName


class PutMotion(CallbackData, prefix="mo7"):
    switch: SwitchName
    value: ValueName


class DeskMotion(CallbackData, prefix="mo8"):
    switch: SwitchName
    value: ValueName


def book(found: votes.MotionBook) -> Replies:
    """All motions, the newest first, and the ways to a new one."""
    shown = found.motions[:SHOWN]
    lines = tuple(
        say("votes.line", number=one.number, what=short(one), state=state(one)) for one in shown
    )
    law = say("votes.by_vote_alone" if found.consultation else "votes.by_hand_too")
    text = say("votes.book", lines=lines or (say("votes.none_put"),), law=law)
    asks = AskWords(what=Words.DESK_MOTION if found.may_run else Words.MOTION)
    new = (
        (Button(say("votes.new_law"), PickSwitch()),),
        (Button(say("votes.new_question"), asks),),
    )
    read = grid([open_(one) for one in shown], IN_A_ROW)
    return (screen(text, (*read, *new)),)


def groups(_: switchboard.LawPage) -> Replies:
    """What the rule is about that shall change; by typing it can be several at once."""
    keys = grid(_group_keys(), IN_A_ROW)
    return (screen(say("votes.which_rule"), keys, back=Go(command="motion")),)


def switches(group: str, found: switchboard.LawPage) -> Replies:
    """The rules of one group, as they stand."""
    some = switchboard.grouped(found.clauses).get(group, [])
    title = say(f"law.group_{group if some else switchboard.OTHERS}")
    lines = tuple(
        say("law.line", title=_title(one.setting), value=value(one.value)) for one in some
    )
    keys = grid([_pick(one.setting) for one in some], IN_A_ROW)
    text = say("votes.which_in_group", title=title, lines=lines)
    return (screen(text, keys, back=PickSwitch()),)


def begun(found: switchboard.SwitchPage | Unfit) -> Replies:
    """A rule was named alone: what it shall say, or which is meant."""
    return fits_nothing(found) if isinstance(found, Unfit) else values(found)


def fits_nothing(found: Unfit) -> Replies:
    """The rules that may be meant, or else all of them by what they are about."""
    keys = [_near(one, found) for one in found.near]
    key = "votes.fits_nearly" if keys else "votes.fits_nothing"
    shown = grid(keys, 1) or grid(_group_keys(), IN_A_ROW)
    text = say(key, typed=found.typed)
    return (screen(text, shown, back=Go(command="motions" if found.may_run else "motion")),)


def _near(setting: switchboard.Setting, found: Unfit) -> Button:
    """A rule that may be meant, with the value that was typed where it is one of its."""
    wanted = setting.read(found.value)
    if wanted is None:
        return _pick(setting)
    label = say("law.with_value", title=_title(setting), value=value(wanted))
    kind = DeskMotion if found.may_run else PutMotion
    return Button(label, kind(switch=setting.switch.value, value=str(wanted)))


def _group_keys() -> list[Button]:
    groups = switchboard.GROUPS
    return [Button(say(f"law.group_{group}"), PickGroup(group=group)) for group in groups]


def _pick(setting: switchboard.Setting) -> Button:
    return Button(_title(setting), PickValue(switch=setting.switch.value))


def _title(setting: switchboard.Setting) -> Say:
    return say(f"law.title_{setting.switch.value}")


def values(found: switchboard.SwitchPage) -> Replies:
    """What a rule shall say instead."""
    setting, name = found.clause.setting, found.clause.setting.switch.value
    kind = DeskMotion if found.may_set else PutMotion
    buttons = [
        Button(value(one), kind(switch=name, value=str(one)))
        for one in setting.values
        if one != found.clause.value
    ]
    text = say(
        "votes.which_value",
        title=say(f"law.title_{name}"),
        changes=say(f"law.changes_{name}"),
        now=value(found.clause.value),
    )
    keys = grid(buttons, NUMBERS_IN_A_ROW if setting.is_number else IN_A_ROW)
    return (screen(text, keys, back=PickGroup(group=switchboard.group_of(name))),)


def page(found: MotionPage) -> Replies:
    """One motion, as somebody of the town finds it, or at the desk."""
    if found.may_run:
        return (card(found),)
    one, keys = found.motion, list[Button]()
    if found.may_second:
        keys.append(Button(say("votes.second"), SecondMotion(number=one.number)))
    if found.is_mover and one.state in UNDECIDED:
        keys.append(Button(say("requests.cancel"), TakeBack(number=one.number)))
    for group in found.groups:
        tap = InGroup(number=one.number, group_id=group.group_id)
        keys.append(Button(say("votes.for_group", name=group.name), tap))
    if one.changes:
        keys.append(winners_views.key(one))
    if one.roll:
        label = say("votes.to_ballot" if one.outcome is None else "votes.to_result")
        keys.append(Button(label, Go(command=f"vote {one.number}")))
    return (screen(whole(one), tuple((key,) for key in keys), back=Go(command="motion")),)


def was_put(one: Motion | Unfit) -> Replies:
    """To whoever put it; whoever runs the town has the card instead."""
    if isinstance(one, Unfit):
        return fits_nothing(one)
    if one.mover is None:
        return (Show(place(one.number)),)
    text = say("votes.was_put", number=one.number, what=lines(one), words=said(one))
    show = Button(say("votes.open_motion", number=one.number), ReadMotion(number=one.number))
    return (screen(text, ((show,),)),)


def seconded(found: MotionPage) -> Replies:
    """The page as it stands now takes the place of the one that asked for a second."""
    return (Answer(say("votes.toast_seconded", number=found.motion.number)), *page(found))


def taken_back(found: MotionPage) -> Replies:
    return (Answer(say("votes.toast_taken_back", number=found.motion.number)), *page(found))


def in_group(one: Motion) -> Replies:
    return (Answer(say("votes.toast_group", number=one.number, name=one.group)),)


def put(event: votes.MotionPut) -> Replies:
    """The day's card tells of it; the desk hears at once of what others have moved."""
    if event.motion.mover is None:
        return (News(),)
    return (News(), Show(place(event.motion.number), to=ToFacilitator()))


def changed(event: votes.MotionChanged) -> Replies:
    return (Redraw(place(event.number)),)


def debate_began(event: votes.DebateBegan) -> Replies:
    one = event.motion
    text = say(
        "votes.debate",
        number=one.number,
        what=lines(one),
        words=said(one),
        minutes=say(
            "votes.minutes_room" if event.in_room else "votes.minutes_town",
            minutes=event.minutes,
            real=one.debate_minutes,
        ),
        until=Moment(one.debated or 0),
        rules=rules(one.rules),
    )
    keys = ((open_(one),),)
    return (*to_town(text, silent=False, keyboard=keys), Redraw(place(one.number)))


def debate_ended(event: votes.DebateEnded) -> Replies:
    text = say("votes.debate_over", number=event.motion.number)
    return (*to_town(text), Show(place(event.motion.number), to=ToFacilitator()))


def news(found: Iterable[Motion], since: int, until: int) -> Iterator[Say]:
    """What was moved and what was decided, a line each."""
    for one in reversed(list(found)):
        if since <= one.put < until:
            yield say("votes.news_put", number=one.number, what=short(one))
        if one.closed is not None and since <= one.closed < until and one.outcome is not None:
            yield say(
                "votes.news_ended", number=one.number, what=short(one), outcome=result(one.outcome)
            )
        if one.measured is not None and since <= one.measured < until:
            yield say("votes.news_measured", number=one.number)


def open_(one: Motion) -> Button:
    return Button(say("votes.open_motion", number=one.number), ReadMotion(number=one.number))
