"""The cockpit, and the page behind each of its keys: what shows something to others asks once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Days, Go, RowId, Turn, Words, go
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Redraw,
    Replies,
    Say,
    Show,
    grid,
    say,
)
from bot.workshops.panel.views import ask_show_again, place, status_of
from services.kernel.money import Money
from services.kernel.time import Moment
from services.kernel.town import Workshop
from services.kernel.towns import ClockSet
from services.people.identity import ParticipantJoined, ParticipantLeft, Stirred
from services.social import reports
from services.standing import accusations, complaints, lists, sanctions
from services.workshops import cockpit, hands, polls, scenarios
from services.workshops.sessions import TownForwarded, TownPaused, TownResumed

COLUMNS = 2
FORWARD_DAYS = (1, 3, 7)
NAMED_MAX = 5
WITH_PAGE = ("complaints", "accusations", "exemptions", "reports")  # what waits, by its command
HOW = {True: "right", False: "wrong", None: "unknown"}
# What the cockpit shows has changed after any of these.
SHOWN = (
    *(ParticipantJoined, ParticipantLeft, Stirred, TownPaused, TownResumed, TownForwarded),
    polls.WaveClosed,
    *(hands.HandRaised, hands.HandChanged, hands.HandSeen),
    *(complaints.ComplaintOpened, complaints.ComplaintEnded, lists.ListsPublished),
    *(accusations.Accused, accusations.AccusationDecided),
    *(reports.ReportMade, reports.ReportClosed),
    *(sanctions.ExemptionAsked, sanctions.ExemptionDecided),
)


class Step(StrEnum):
    """What is asked about before it is done."""

    PAUSE = "pause"
    RESUME = "resume"
    FORWARD = "forward"
    GALA = "gala"
    PANIC = "panic"
    CLOSE = "close"


class AskFirst(CallbackData, prefix="dk1"):
    step: Step
    town: RowId


class HoldClock(CallbackData, prefix="ph"):
    pause: bool
    town: RowId


class CloseTown(CallbackData, prefix="dka"):
    """Yes, close it: everybody gets their story."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,12}$")]


class ToTown(CallbackData, prefix="dkb"):
    """Be at another town that one runs."""

    town: RowId


class MoveClock(CallbackData, prefix="pm"):
    days: Days
    turn: Turn
    town: RowId


class GiveGala(CallbackData, prefix="dk2"):
    CARD: ClassVar[str] = "gala"

    turn: Turn
    town: RowId


def card(found: cockpit.Cockpit) -> Message:
    """The panel itself; it takes the place of the page that led back to it."""
    text = say(
        "cockpit.card",
        status=status_of(found.status),
        acted=found.acted,
        silent=found.silent,
        listed=_listed(found),
        waiting=(*_waiting(found), *_meter(found)),
        money=Money(found.money),
    )
    at = found.status.workshop_id
    return Message(text, keyboard=_keys(found), card=place(at), silent=True, in_place=True)


def ask(step: Step, found: cockpit.Cockpit) -> Replies:
    """What the step comes to, and the key that takes it."""
    if step is Step.CLOSE:
        return ask_close(found)
    return (page(say(f"cockpit.ask_{step}"), _answers(step, found)),)


def ask_close(found: cockpit.Cockpit) -> Replies:
    """The last question of a session, with what nobody has answered yet."""
    left = {"hands": len(found.hands), "complaints": found.complaints}
    text = say("cockpit.ask_close", title=found.status.title, **left)
    return (page(text, ((Button(say("panel.close_yes"), CloseTown(code=found.status.code)),),)),)


def page(text: Say, keyboard: Keyboard, *behind: Button) -> Message:
    """A page of the desk: it replaces the panel and leads back to it."""
    return Message(text, keyboard=(*keyboard, (*behind, go("panel"))), in_place=True)


def other_towns(found: tuple[cockpit.OtherTown, ...]) -> Replies:
    """Whose names are not for everybody at this desk: a page of one's own."""
    text = say("cockpit.other_towns" if found else "cockpit.no_other_town")
    return (page(text, tuple((key,) for key in _towns(found))),)


def at_other_town(found: cockpit.Cockpit | Workshop) -> Replies:
    """Its panel; or, where nothing of it is shown, whether to show it again."""
    return (card(found),) if isinstance(found, cockpit.Cockpit) else ask_show_again(found)


def held(found: ClockSet) -> Replies:
    key = "panel.clock_runs" if found.running else "panel.clock_stands"
    return (Answer(say(key, at=Moment(found.at))), Show(place(found.workshop_id)))


def moved(found: ClockSet) -> Replies:
    toast = say("panel.clock_moved", at=Moment(found.at))
    return (Answer(toast), Show(place(found.workshop_id)))


def given(found: scenarios.Ran) -> Replies:
    return (Answer(say("cockpit.gala_given")), Show(place(found.workshop_id)))


def changed(_: object) -> Replies:
    return (Redraw("panel:*"),)


def _answers(step: Step, found: cockpit.Cockpit) -> Keyboard:
    town, turn = found.status.workshop_id, found.turn
    if step is Step.FORWARD:
        moves = (MoveClock(days=days, turn=turn, town=town) for days in FORWARD_DAYS)
        return tuple((Button(say("panel.forward", count=one.days), one),) for one in moves)
    if step is Step.GALA:
        give = Button(say("cockpit.give_gala"), GiveGala(turn=turn, town=town))
        other = Button(say("cockpit.other_gala"), AskWords(what=Words.GALA))
        return ((give,), (other,))
    if step is Step.PANIC:
        return ((Button(say("cockpit.panic_now"), Go(command="panic")),),)
    is_pause = step is Step.PAUSE
    label = say("panel.pause" if is_pause else "panel.resume")
    return ((Button(label, HoldClock(pause=is_pause, town=town)),),)


def _keys(found: cockpit.Cockpit) -> Keyboard:
    town, hold = found.status.workshop_id, Step.PAUSE if found.status.running else Step.RESUME
    steps = [
        Button(say(f"cockpit.key_{step}"), AskFirst(step=step, town=town))
        for step in (Step.GALA, hold, Step.FORWARD, Step.PANIC, Step.CLOSE)
    ]
    speak = Button(say("cockpit.key_say"), AskWords(what=Words.SAY))
    undo = Button(say("cockpit.key_undo"), Go(command="undo"))
    waiting = []
    counts = (("hands", len(found.hands)), *((name, getattr(found, name)) for name in WITH_PAGE))
    for name, count in counts:
        if count:
            label = say(f"cockpit.key_{name}", count=count)
            waiting.append(Button(label, Go(command=name)))
    keys = [go("run"), go("law"), go("people"), speak, undo, *steps]
    others = _towns(found.others)
    if found.is_shared and others:
        others = [Button(say("cockpit.key_others"), Go(command="workshop other"))]
    return (*grid(waiting, COLUMNS), *grid(keys, COLUMNS), *grid(others, 1))


def _towns(some: tuple[cockpit.OtherTown, ...]) -> list[Button]:
    return [
        Button(say("cockpit.key_other", title=one.title), ToTown(town=one.workshop_id))
        for one in some
    ]


def _listed(found: cockpit.Cockpit) -> Say:
    if not found.listed:
        return say("cockpit.nobody_listed")
    lines = [listed_line(one) for one in found.listed[:NAMED_MAX]]
    if (hidden := len(found.listed) - NAMED_MAX) > 0:
        lines.append(say("cockpit.more_listed", hidden=hidden))
    count = len(found.listed)
    return say("cockpit.listed", count=count, wrong=found.wrong, lines=tuple(lines))


def listed_line(one: cockpit.ListedNow) -> Say:
    how = say(f"cockpit.is_{HOW[one.is_right]}")
    return say("cockpit.listed_line", name=one.name, agency=one.agency, how=how)


def _meter(found: cockpit.Cockpit) -> tuple[Say, ...]:
    if found.meter is None:
        return ()
    mean, below = ("{}.{}".format(*divmod(x, 10)) for x in (found.meter.tenths, found.meter.below))
    key = "cockpit.legitimacy_low" if found.meter.is_low else "cockpit.legitimacy"
    return (say(key, mean=mean, below=below),)


def _waiting(found: cockpit.Cockpit) -> tuple[Say, ...]:
    lines = []
    if found.hands:
        first = found.hands[0]
        values = {"count": len(found.hands), "name": first.name, "minutes": first.minutes}
        lines.append(say("cockpit.hands_wait", **values))
    for name in WITH_PAGE:
        if count := getattr(found, name):
            lines.append(say(f"cockpit.{name}_wait", count=count))
    return tuple(lines) or (say("cockpit.nothing_waits"),)
