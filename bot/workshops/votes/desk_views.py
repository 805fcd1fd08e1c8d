"""A motion at the desk: its rules, its debate, its ballot, and what waiting has cost. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, RowId
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    RemoveButtons,
    Replies,
    Say,
    Show,
    grid,
    say,
)
from bot.workshops.votes import winners_views
from bot.workshops.votes.wording import lines, state, whole
from services.workshops import votes
from services.workshops.truth import DelayCost
from services.workshops.votes import Motion, MotionPage, MotionState

ValueName = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,12}$")]
IN_A_ROW = 2
DAYS_SHOWN = 14
HUNDREDTHS = 100


class Step(StrEnum):
    """What whoever runs the town does with a motion."""

    TAKE_UP = "take_up"
    OPEN = "open"
    ASK_CLOSE = "ask_close"
    CLOSE = "close"
    AGAIN = "again"
    REVERSE = "reverse"
    LEAVE = "leave"
    ASK_WITHDRAW = "ask_withdraw"
    WITHDRAW = "withdraw"
    DEBATE_3 = "debate_3"
    DEBATE_5 = "debate_5"
    DEBATE_10 = "debate_10"


# What cannot be taken back is asked about before it is done.
ASKED = {Step.ASK_CLOSE: Step.CLOSE, Step.ASK_WITHDRAW: Step.WITHDRAW}
MINUTES = {Step.DEBATE_3: 3, Step.DEBATE_5: 5, Step.DEBATE_10: 10}
UNDECIDED = {MotionState.PUT, MotionState.SECONDED, MotionState.DEBATE}
# What is done next with a motion that stands so, a row of keys each.
NEXT = {
    MotionState.PUT: ((Step.TAKE_UP,),),
    MotionState.SECONDED: (tuple(MINUTES), (Step.OPEN,)),
    MotionState.DEBATE: ((Step.OPEN,),),
    MotionState.OPEN: ((Step.ASK_CLOSE,),),
}


class RunMotion(CallbackData, prefix="mo9"):
    step: Step
    number: RowId
    town: RowId


class SetRule(CallbackData, prefix="moa"):
    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,12}$")]
    value: ValueName
    number: RowId
    town: RowId


def card(found: MotionPage) -> Message:
    """A motion at the desk, with what can be done about it next."""
    text = whole(found.motion)
    if found.costs:
        text = say("as_is", what=(text, _costs(found)))
    number = found.motion.number
    return Message(text, keyboard=_keys(found), card=place(number), in_place=True)


def changed_to(one: Motion) -> Replies:
    """The desk's buttons: the card says the rest."""
    return (
        Answer(say("votes.toast", number=one.number, state=state(one))),
        Show(place(one.number), once=True),
    )


def sure(step: Step, one: Motion) -> Replies:
    """The question before a step that cannot be taken back; the card stays where it hangs."""
    text = say(f"votes.{step}", number=one.number, what=lines(one), voted=one.votes, roll=one.roll)
    return (Message(text, keyboard=(_steps(one, (ASKED[step],)), _steps(one, (Step.LEAVE,)))),)


def left(one: Motion) -> Replies:
    """The answer is no: the question gives way to how it stands."""
    return (RemoveButtons(say("votes.left_alone", number=one.number, state=state(one))),)


def done_for_good(one: Motion) -> Replies:
    """After the question: its words give way to what was done."""
    toast = say("votes.toast", number=one.number, state=state(one))
    return (*changed_to(one), RemoveButtons(toast))


def _keys(found: MotionPage) -> Keyboard:
    one = found.motion
    keys: list[tuple[Button, ...]] = []
    if not one.is_fixed:
        keys += grid(list(_rule_keys(one)), IN_A_ROW)
    keys += [_steps(one, row) for row in NEXT.get(one.state, ())]
    if found.may_reverse:
        keys.append(_steps(one, (Step.REVERSE,)))
    if found.may_put_anew:
        keys.append(_steps(one, (Step.AGAIN,)))
    if one.changes:
        keys.append((winners_views.key(one),))
    if one.state in UNDECIDED:
        if len(one.changes) == 1 and isinstance(only := one.changes[0], votes.Change):
            words = f"whatif {only.switch.value} {only.value}"
            keys.append((Button(say("votes.what_if"), Go(command=words)),))
        keys.append(_steps(one, (Step.ASK_WITHDRAW,)))
    return tuple(keys)


def _steps(one: Motion, steps: tuple[Step, ...]) -> tuple[Button, ...]:
    return tuple(
        Button(
            say(f"votes.key_{step}"),
            RunMotion(step=step, number=one.number, town=one.workshop_id),
        )
        for step in steps
    )


def _rule_keys(one: Motion) -> Iterator[Button]:
    """A key for each rule: it says what holds, and goes on to the next that could."""
    for kind, choices in votes.KINDS.items():
        stands = getattr(one.rules, kind)
        offered = [c for c in choices if c != votes.RollOf.GROUP or one.group_id]
        if len(offered) == 1 or (kind == "abstentions" and one.rules.base is votes.Base.ROLL):
            continue
        next_ = offered[(offered.index(stands) + 1) % len(offered)]
        tap = SetRule(kind=kind, value=next_.value, number=one.number, town=one.workshop_id)
        yield Button(say(f"votes.key_{kind}_{stands.value}"), tap)


def _costs(found: MotionPage) -> Say:
    told = tuple(_cost_lines(found.costs))[-DAYS_SHOWN:]
    total = _decimal(sum(one.hundredths for one in found.costs))
    return say("votes.costs", lines=told, total=total)


def _cost_lines(costs: Iterable[DelayCost]) -> Iterator[Say]:
    """A line a day; days on which nobody lived so are one line."""
    for is_nothing, some in groupby(costs, lambda one: one.hundredths == 0):
        days = list(some)
        if is_nothing and len(days) > 1:
            yield say("votes.cost_no_days", first=days[0].day, last=days[-1].day)
            continue
        for one in days:
            yield say("votes.cost_day", day=one.day, days=_decimal(one.hundredths))


def _decimal(hundredths: int) -> str:
    return "{}.{:02}".format(*divmod(hundredths, HUNDREDTHS))


def place(number: int) -> str:
    """The name of a motion's card."""
    return f"motion:{number}"
