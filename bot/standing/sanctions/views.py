"""How one's doors look, and exemptions, to who asks and to who decides. Pure."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId, go, screen
from bot.closed_doors import because
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Redraw,
    Replies,
    Show,
    To,
    ToFacilitator,
    grid,
    say,
)
from services.standing import sanctions
from services.standing.sanctions import Exemption, ExemptionState


class DecideExemption(CallbackData, prefix="sx2"):
    exemption_id: RowId
    is_granted: bool


class OpenExemption(CallbackData, prefix="sx3"):
    exemption_id: RowId


SHOWN_MAX = 12


def my_doors(found: sanctions.MyDoors) -> Replies:
    closed = {one.door.door_id: one for one in found.closed}
    lines = tuple(
        say("sanctions.door_closed", door=one.title, why=because(closed[one.door_id]))
        if one.door_id in closed
        else say("sanctions.door_open", door=one.title)
        for one in found.doors
    )
    key = "sanctions.doors" if closed else "sanctions.doors_all_open"
    text = say(key, lines=lines)
    if (distrust := found.opened_by) is not None:
        trust, floor = _decimal(distrust.tenths), _decimal(distrust.floor)
        text = say("sanctions.doors_withheld", doors=text, trust=trust, floor=floor)
    return (screen(text, ((go("legal"),),)),)


def _decimal(tenths: int) -> str:
    return "{}.{}".format(*divmod(tenths, 10))


def asked(found: Exemption) -> Replies:
    key = "sanctions.toast_asked_again" if found.again else "sanctions.toast_asked"
    return (Answer(say(key, door=found.door.title), alert=True),)


def to_decide(event: sanctions.ExemptionAsked) -> Replies:
    return (card(event.asked),)


def card(found: Exemption) -> Message:
    """The question, to whoever runs the town; what was decided stays on it."""
    text = say(
        f"sanctions.card_{found.state}",
        name=found.name,
        door=found.door.title,
        until=found.until or "",
    )
    return Message(
        text,
        to=ToFacilitator(),
        keyboard=_decisions(found),
        card=f"exemption:{found.exemption_id}",
    )


def waiting(found: tuple[Exemption, ...]) -> Replies:
    """Who waits for an answer: a key leads to each request."""
    lines = tuple(say("sanctions.waits", name=one.name, door=one.door.title) for one in found)
    buttons = [
        Button(say("as_is", what=one.name), OpenExemption(exemption_id=one.exemption_id))
        for one in found[:SHOWN_MAX]
    ]
    text = say("sanctions.waiting", lines=lines) if found else say("sanctions.nobody_waits")
    return (Message(text, keyboard=(*grid(buttons, 2), (go("panel"),)), in_place=True),)


def opened(found: Exemption) -> Replies:
    return (Show(f"exemption:{found.exemption_id}"),)


def decided(found: Exemption) -> Replies:
    toast = Answer(say(f"sanctions.toast_{found.state}", name=found.name))
    return (toast, Redraw(f"exemption:{found.exemption_id}"))


def told(event: sanctions.ExemptionDecided) -> Replies:
    found = event.decided
    before = say("sanctions.asked_before", count=found.count, days=found.days)
    values = {"until": found.until or "", "asked": before if found.count > 1 else say("nothing")}
    text = say(f"sanctions.told_{found.state}", door=found.door.title, **values)
    return (Message(text, to=To(found.who)),)


def learned(event: sanctions.LearnedOfListing) -> Replies:
    """To whoever runs the town: nobody had told them."""
    closed = event.closed
    values = {"name": event.name, "door": closed.door.title, "agency": closed.by}
    return (Message(say("sanctions.learned", days=event.days, **values), to=ToFacilitator()),)


def _decisions(found: Exemption) -> Keyboard:
    if found.state is not ExemptionState.ASKED:
        return ()
    number = found.exemption_id
    return (
        (
            Button(say("sanctions.grant"), DecideExemption(exemption_id=number, is_granted=True)),
            Button(say("sanctions.refuse"), DecideExemption(exemption_id=number, is_granted=False)),
        ),
    )
