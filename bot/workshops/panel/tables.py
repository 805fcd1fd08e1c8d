"""Seating people from the desk: `/tables`, `/table`, their keys. Parses; rules are elsewhere."""

from __future__ import annotations

from functools import partial

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import whole_number
from bot.replies import Replies
from bot.workshops.panel import people_views, tables_views
from bot.workshops.panel.people_views import MoveWhere
from bot.workshops.panel.tables_views import (
    AskLot,
    AskMove,
    AskUndoLot,
    DrawLot,
    MoveThem,
    UndoLot,
)
from services.kernel.town import Town
from services.social import groups
from services.workshops import cockpit

seating = GuardedRouter("seating", access=Access.WORKSHOP)
DIGITS = 3
UNDO = ("undo", "back", "撤回", "撤销")
NEW = ("new", "新")
SEEN = act(groups.plan).show(tables_views.tables).also_paused()


@seating.command("table")
def table(words: str) -> Act:
    """`/table NAME TABLE` asks whether to move somebody; `/table NAME` shows where to."""
    if not words:
        return SEEN
    return act(cockpit.move_typed, words).show(asked)


@seating.command("tables")
def tables(words: str) -> Act:
    """`/tables`, `/tables N`, `/tables new NAME`, `/tables undo`."""
    first, _, rest = words.partition(" ")
    if not words:
        return SEEN
    if first.casefold() in NEW:
        return act(set_up, rest.strip()).show(tables_views.tables)
    if first.casefold() in UNDO:
        return act(groups.plan).show(ask_undo_latest)
    return act(cockpit.ask_lot, whole_number(words, command="tables", digits=DIGITS)).show(
        tables_views.ask_lot
    )


def asked(found: cockpit.Move | cockpit.Seating) -> Replies:
    if isinstance(found, cockpit.Move):
        return tables_views.ask_move(found)
    return tables_views.places(found)


def ask_undo_latest(found: groups.Plan) -> Replies:
    """Nothing to take back is seen by the tables without such a key."""
    if found.drawn is None:
        return tables_views.tables(found)
    return tables_views.ask_undo(found.drawn, found)


def set_up(town: Town, name: str) -> groups.Plan:
    """A table with nobody at it, among the others."""
    groups.new_table(town, name)
    return groups.plan(town)


seating.button(
    MoveWhere,
    lambda tap: act(cockpit.places, tap.who, tap.page).show(tables_views.places).also_paused(),
)
seating.button(
    AskMove,
    lambda tap: act(cockpit.ask_move, tap.who, tap.group).show(tables_views.ask_move).also_paused(),
)
seating.button(
    MoveThem, lambda tap: act(cockpit.move, tap.who, tap.group).show(people_views.person)
)
seating.button(
    AskLot, lambda tap: act(cockpit.ask_lot, tap.tables).show(tables_views.ask_lot).also_paused()
)
seating.button(
    DrawLot, lambda tap: act(cockpit.draw, tap.tables, tap.lot).show(tables_views.tables)
)
seating.button(
    AskUndoLot,
    lambda tap: act(groups.plan).show(partial(tables_views.ask_undo, tap.lot)).also_paused(),
)
seating.button(UndoLot, lambda tap: act(cockpit.undo_lot, tap.lot).show(tables_views.tables))
