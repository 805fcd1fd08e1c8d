"""How an accusation looks to the accused, and to whoever decides. The truth is in neither."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Redraw,
    Replies,
    Say,
    To,
    ToFacilitator,
    Value,
    grid,
    say,
)
from services.standing import accusations
from services.standing.accusations import Accusation, FallState, Side


class LookAt(CallbackData, prefix="xl"):
    accusation_id: RowId
    piece: str


class Counter(CallbackData, prefix="xc"):
    accusation_id: RowId


class Settle(CallbackData, prefix="xs"):
    accusation_id: RowId


class Believe(CallbackData, prefix="xb"):
    accusation_id: RowId
    side: Side


PIECES_A_ROW = 2


def accused(event: accusations.Accused) -> Replies:
    return (letter(event.accusation),)


def changed(event: accusations.AccusationChanged) -> Replies:
    """The letter shows it; whoever decides hears of a counter-claim."""
    one = event.accusation
    redraws = (Redraw(f"fall:{one.accusation_id}"), Redraw(f"fall_case:{one.accusation_id}"))
    return (*redraws, case(one)) if one.state is FallState.COUNTERED else redraws


def decided(event: accusations.AccusationDecided) -> Replies:
    """The accused hears who was believed. What follows of it, nobody says."""
    one = event.accusation
    told = say(f"accusations.told_{one.state}", **_values(one))
    return (
        Redraw(f"fall:{one.accusation_id}"),
        Redraw(f"fall_case:{one.accusation_id}"),
        Message(told, to=To(one.accused)),
    )


def answered(one: Accusation) -> Replies:
    return (Answer(say(f"accusations.state_{one.state}")),)


def looked(one: Accusation) -> Replies:
    last = one.looks[-1]
    return (Answer(_shows(last)),)


def mine(found: tuple[Accusation, ...]) -> Replies:
    """What the asker is accused of: the letters that wait, a line for each other."""
    waiting = [one for one in found if one.may_be_countered]
    lines = tuple(_line(one) for one in found if one not in waiting)
    head = screen(say("accusations.mine", lines=lines or (say("accusations.nothing"),)))
    return (head, *(letter(one) for one in waiting))


def book(found: tuple[Accusation, ...]) -> Replies:
    head = Message(say("accusations.book", count=len(found)))
    return (head, *(case(one) for one in found))


def letter(one: Accusation) -> Message:
    """To the accused alone: who says so, what they want, what was looked at."""
    place, looks = f"fall:{one.accusation_id}", _looks(one)
    key = "accusations.letter" if one.state is FallState.OPEN else "accusations.letter_later"
    text = say(key, **_values(one), looks=looks, state=say(f"accusations.state_{one.state}"))
    return Message(text, to=To(one.accused), keyboard=_answers(one), card=place)


def case(one: Accusation) -> Message:
    """To whoever decides: both names, what the accused brought, and two buttons."""
    state = say(f"accusations.state_{one.state}")
    text = say("accusations.case", **_values(one), looks=_looks(one), state=state)
    number = one.accusation_id
    believe = tuple(
        Button(say(f"accusations.believe_{side}"), Believe(accusation_id=number, side=side))
        for side in Side
    )
    keyboard = (believe,) if one.waits else ()
    return Message(text, to=ToFacilitator(), keyboard=keyboard, card=f"fall_case:{number}")


def _answers(one: Accusation) -> Keyboard:
    if not one.may_be_countered:
        return ()
    number, evidence = one.accusation_id, accusations.evidence()
    seen = {look.piece_id for look in one.looks}
    left = [piece for piece in evidence.pieces if piece not in seen]
    pieces = [
        Button(evidence.pieces[piece].title, LookAt(accusation_id=number, piece=piece))
        for piece in (left if len(seen) < evidence.looks else ())
    ]
    staged = Button(say("accusations.staged"), Counter(accusation_id=number))
    pay = Button(say("pay_amount", amount=one.amount), Settle(accusation_id=number))
    last = (staged, pay) if one.state is FallState.OPEN else (staged,)
    return (*grid(pieces, PIECES_A_ROW), last)


def _looks(one: Accusation) -> tuple[Say, ...]:
    lines = tuple(_shows(look) for look in one.looks)
    return lines or (say("accusations.no_looks"),)


def _shows(look: accusations.Look) -> Say:
    piece = accusations.evidence().pieces[look.piece_id]
    shows = piece.staged if look.shows_staged else piece.real
    return say("accusations.look", title=piece.title, shows=shows)


def _line(one: Accusation) -> Say:
    state = say(f"accusations.state_{one.state}")
    return say("accusations.line", **_values(one), state=state)


def _values(one: Accusation) -> dict[str, Value]:
    return {
        "number": one.accusation_id,
        "accuser": one.accuser_name,
        "accused": one.accused_name,
        "amount": one.amount,
        "due": one.due,
        "limit": accusations.evidence().looks,
        "provenance": say(f"provenance.{accusations.evidence().provenance}"),
    }
