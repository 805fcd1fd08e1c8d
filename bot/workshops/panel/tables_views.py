"""Who sits where, moving somebody, and seating all by lot: the desk's pages of tables. Pure."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Go, RowId, Whom, Words
from bot.replies import Button, Keyboard, Replies, Say, Text, grid, next_page, say
from bot.workshops.panel.cockpit_views import COLUMNS, page
from bot.workshops.panel.people_views import AtDesk, MoveWhere, all_people
from services.social import groups
from services.workshops import cockpit

AT_A_TABLE = (4, 6, 8)  # people at each, of the lots that a key draws
TableCount = Annotated[int, Field(ge=0, le=999)]


class AskMove(CallbackData, prefix="dkh"):
    """Ask whether to move somebody; group 0 is a table that is set up for them."""

    who: Whom
    group: Annotated[int, Field(ge=0, lt=2**63)]


class MoveThem(CallbackData, prefix="dki"):
    who: Whom
    group: Annotated[int, Field(ge=0, lt=2**63)]


class AskLot(CallbackData, prefix="dkj"):
    tables: TableCount


class DrawLot(CallbackData, prefix="dkk"):
    """Seat all by lot; the number makes one lot of all taps on one key."""

    tables: TableCount
    lot: RowId


class AskUndoLot(CallbackData, prefix="dkl"):
    lot: RowId


class UndoLot(CallbackData, prefix="dkm"):
    lot: RowId


def tables(found: groups.Plan) -> Replies:
    """Who sits where, and what can be done about it."""
    taken = [one for one in found.tables if one.members]
    empty = [one.title for one in found.tables if not one.members]
    lines: list[Say] = [
        say("tables.line", table=one.title, names=_names(one.members)) for one in taken
    ]
    if found.standing:
        standing = list(found.standing)
        lines.append(say("tables.standing", count=len(standing), names=standing))
    if empty:
        lines.append(say("tables.empty", names=empty))
    text = say("tables.all", count=len(taken), lines=tuple(lines) or (say("tables.none"),))
    people = len(found.standing) + sum(len(one.members) for one in taken)
    low, high = groups.bounds(people)
    counts = dict.fromkeys(max(low, -(-people // size)) for size in AT_A_TABLE)
    lots = [
        Button(say("tables.key_lot", count=count), AskLot(tables=count))
        for count in counts
        if 1 < count <= high
    ]
    other = Button(say("tables.key_other"), AskWords(what=Words.TABLES))
    undo: Keyboard = ()
    if found.drawn is not None:
        undo = ((Button(say("tables.key_undo"), AskUndoLot(lot=found.drawn)),),)
    return (page(text, (*grid([*lots, other], COLUMNS), *undo), all_people()),)


def places(found: cockpit.Seating) -> Replies:
    """Where somebody may be moved."""
    who = found.one.who
    keys = [
        Button(
            say("tables.key_table", table=one.title, count=len(one.members)),
            AskMove(who=who, group=one.group_id),
        )
        for one in found.places.items
    ]
    keys.append(Button(say("tables.key_new"), AskMove(who=who, group=0)))

    def turned(page: int) -> MoveWhere:
        return MoveWhere(who=who, page=page)

    text = say("tables.where", name=found.one.name, table=_sits(found.one))
    keyboard = (*grid(keys, COLUMNS), *next_page(turned, found.places))
    return (page(text, keyboard, Button(say("menu.back"), AtDesk(who=who))),)


def ask_move(found: cockpit.Move) -> Replies:
    one, to = found.one, found.to
    there: list[Text] = [say("tables.at_new")]
    if to is not None:
        there = [say("tables.there", names=_names(to.members))] if to.members else []
    if one.is_masked:
        there.append(say("tables.masked"))
    name = say("tables.a_new_one") if to is None else to.title
    text = say("tables.ask_move", name=one.name, table=name, sits=_sits(one), lines=tuple(there))
    yes = MoveThem(who=one.who, group=0 if to is None else to.group_id)
    keyboard = ((Button(say("tables.move_yes"), yes),),)
    return (page(text, keyboard, Button(say("menu.back"), MoveWhere(who=one.who, page=0))),)


def ask_lot(found: cockpit.Lot) -> Replies:
    fewest, most = found.people // found.tables, -(-found.people // found.tables)
    each = str(most) if fewest == most else f"{fewest}–{most}"
    text = say("tables.ask_lot", people=found.people, tables=found.tables, each=each)
    yes = DrawLot(tables=found.tables, lot=found.number)
    return (page(text, ((Button(say("tables.lot_yes"), yes),),), _all_tables()),)


def ask_undo(lot: int, _: groups.Plan) -> Replies:
    keyboard = ((Button(say("tables.undo_yes"), UndoLot(lot=lot)),),)
    return (page(say("tables.ask_undo"), keyboard, _all_tables()),)


def _names(some: tuple[groups.Member, ...]) -> list[str]:
    return [one.name for one in some]


def _sits(one: cockpit.Seated) -> Say:
    return say("tables.sits", table=one.table) if one.table else say("tables.sits_nowhere")


def _all_tables() -> Button:
    return Button(say("menu.back"), Go(command="tables"))
