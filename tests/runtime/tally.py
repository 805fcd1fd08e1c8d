"""A feature for tests only: it counts. Every hook that a feature may bring is used once.

Counting moves a fen and leaves a fact under keys of the update; noting leaves a fact under a key of
its own, so that only the inbox stands between it and a second effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from aiogram.types import Message as Written
from sqlalchemy import func, select

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Feature
from bot.replies import (
    Answer,
    Button,
    Message,
    Picture,
    Priority,
    Redraw,
    Replies,
    Say,
    To,
    ToAll,
    ToGroup,
    say,
)
from services.kernel.errors import Outdated
from services.kernel.jobs import Job
from services.kernel.money import Fen
from services.kernel.timers import set_timer
from services.kernel.town import Event, ParticipantId, Town
from services.modules import Module
from services.money import ledger
from services.people import facts, identity
from services.people.facts.tables import facts as fact_rows

CARD = "tally:1"


class Press(CallbackData, prefix="tally"):
    """A button that counts."""

    verb: str
    number: int


@dataclass(frozen=True, slots=True)
class Counted(Event):
    """Somebody has counted."""

    name: str
    number: int


def count(town: Town, number: int) -> Counted:
    office = ledger.open_account(town, ledger.OFFICE, "tally")
    wallet = town.actor.wallet
    assert wallet is not None
    key = f"count:{town.key}"
    ledger.move(
        town, ledger.Transfer(key=key, kind="count", source=wallet, target=office, amount=Fen(1))
    )
    facts.record(town, facts.Fact(town.actor.pid, "counted", number))
    counted = Counted(town.actor.name, number)
    town.emit(counted)
    return counted


def note(town: Town, number: int) -> Counted:
    facts.record(town, facts.Fact(town.actor.pid, "noted", number, key=uuid4().hex))
    return Counted(town.actor.name, number)


def refuse(town: Town, number: int) -> Counted:
    count(town, number)
    raise Outdated


def break_down(town: Town, number: int) -> Counted:
    count(town, number)
    raise ZeroDivisionError(f"the token is {TOKENS[0]}" if TOKENS else "no token")


def look(town: Town, number: int) -> Counted:
    return Counted(town.actor.name, number)


def soon(town: Town, number: int) -> Counted:
    set_timer(town, "tally_broken" if number < 0 else "tally", str(number), due=town.now)
    return Counted(town.actor.name, number)


TOKENS: list[str] = []  # what `break_down` blurts out, in the test of what logs keep to themselves


def words(what: str, number: int) -> Say:
    return say("moment", day=what, time=number)


OPENS = ((Button(words("open", 0), Press(verb="screen", number=0)),),)


def receipt(counted: Counted) -> Replies:
    return (Message(words(f"{counted.name} counted", counted.number)),)


def total(counted: Counted) -> Replies:
    return (Message(words("total", counted.number)),)


def toast(counted: Counted) -> Replies:
    return (Answer(words("toast", counted.number)),)


def silence(_: Counted) -> Replies:
    return ()


def told(counted: Counted) -> Replies:
    """Whoever counts makes the cards show something else."""
    return (Redraw(CARD),) if counted.number >= 0 else ()


def relay(target: str) -> Callable[[Counted], Replies]:
    def view(counted: Counted) -> Replies:
        said = words("relayed", counted.number)
        return (Message(said, to=To(ParticipantId(target)), priority=Priority.CHAT),)

    return view


def spread(counted: Counted) -> Replies:
    said = words("news", counted.number)
    batch = f"{'run' if counted.number >= 0 else 'broken'}:{abs(counted.number)}"
    return (Message(said, to=ToAll(), priority=Priority.BROADCAST, batch=batch),)


def hang(counted: Counted) -> Replies:
    said = words("card", counted.number)
    to = ToAll() if counted.number < 0 else ToGroup()
    card = Message(said, to=to, priority=Priority.BROADCAST, card=CARD, keyboard=OPENS)
    return (card,)


def screen(counted: Counted) -> Replies:
    """Something else where a card hung."""
    return (Message(words("screen", counted.number), to=ToGroup(), in_place=True),)


def in_turn(target: str) -> Callable[[Counted], Replies]:
    def view(counted: Counted) -> Replies:
        first = Message(words("notice", counted.number), to=To(ParticipantId(target)))
        return (first, Message(words("ring", counted.number), in_turn=True))

    return view


def keyboard(counted: Counted) -> Replies:
    button = Button(words("press", counted.number), Press(verb="count", number=counted.number))
    return (Message(words("keys", counted.number), keyboard=((button,),)),)


def picture(counted: Counted) -> Replies:
    """A picture with its words and a button under them."""
    button = Button(words("press", counted.number), Press(verb="count", number=counted.number))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    said = words("picture", counted.number)
    return (Message(said, keyboard=((button,),), picture=Picture("a.png", svg)),)


DRAWN: list[int] = []  # what the card showed, as often as it was drawn


def draw(town: Town, _subject: str) -> Message:
    total = town.conn.scalar(
        select(func.count()).select_from(fact_rows).where(fact_rows.c.kind == "counted")
    )
    DRAWN.append(int(total or 0))
    return Message(words("total", DRAWN[-1]), keyboard=OPENS)


def mark(kind: str) -> Callable[[Town, str], None]:
    """A verb of the office that leaves a fact of its own for the first participant."""

    def verb(town: Town, subject: str) -> None:
        who = identity.neighbours(town)[0].participant_id
        facts.record(town, facts.Fact(who, kind, int(subject), key=uuid4().hex))

    return verb


def broken(town: Town, subject: str) -> None:
    mark("never")(town, subject)
    raise ZeroDivisionError


ACTS: dict[str, Callable[[int, str], Act]] = {
    "count": lambda n, _: act(count, n).show(receipt),
    "note": lambda n, _: act(note, n).show(silence),
    "refuse": lambda n, _: act(refuse, n).show(receipt),
    "bug": lambda n, _: act(break_down, n).show(receipt),
    "keys": lambda n, _: act(look, n).show(keyboard),
    "picture": lambda n, _: act(look, n).show(picture),
    "spread": lambda n, _: act(look, n).show(spread),
    "hang": lambda n, _: act(look, n).show(hang),
    "relay": lambda n, target: act(look, n).show(relay(target)),
    "turn": lambda n, target: act(look, n).show(in_turn(target)),
    "total": lambda n, _: act(look, n).show(total).also_paused(),
    "soon": lambda n, _: act(soon, n).show(silence),
}
PRESSES: dict[str, Callable[[int], Act]] = {
    "count": lambda n: act(count, n).show(toast),
    "note": lambda n: act(note, n).show(toast),
    "bug": lambda n: act(break_down, n).show(toast),
    "refuse": lambda n: act(refuse, n).show(toast),
    "screen": lambda n: act(look, n).show(screen),
}


def router() -> GuardedRouter:
    made = GuardedRouter("tally", access=Access.PARTICIPANT)

    @made.message(Command(*ACTS))
    async def typed(_: Written, command: CommandObject) -> Act:
        number, _gap, target = (command.args or "0").partition(" ")
        return ACTS[command.command](int(number), target)

    @made.message(Command("junk"))
    async def junk(_: Written) -> Any:
        return 42

    @made.callback_query(Press.filter())
    async def pressed(_: CallbackQuery, callback_data: Press) -> Act:
        return PRESSES[callback_data.verb](callback_data.number)

    return made


def tally() -> Feature:
    """The feature; a new one for each program, as aiogram's routers have one parent."""
    return Feature(
        name="tally",
        routers=(router(),),
        event_views={Counted: told},
        cards={"tally": draw},
    )


def tally_module(*jobs: Job) -> Module:
    """What the town does by itself."""
    return Module(
        name="tally",
        timers={"tally": mark("timed"), "tally_broken": broken},
        delivered={"run": mark("delivered"), "broken": broken},
        jobs=jobs,
    )
