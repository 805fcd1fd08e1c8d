"""Taking plays back: which still can be, asking about one, doing it once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.schema import AnyRow
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, Town, WorkshopId, require
from services.workshops.scenarios import orders
from services.workshops.scenarios.catalogue import Card, cards
from services.workshops.scenarios.service import picked
from services.workshops.scenarios.tables import scenario_runs
from services.workshops.scenarios.undoing import UNDOES, Restored
from services.workshops.sessions import tell_desk


class NothingPlayed(RuleError):
    """No play is left that can be taken back."""


class NotPlayed(RuleError):
    """A card that is to be taken back was never played. Field: `card` (its title)."""


class UndoneBefore(RuleError):
    """A play was taken back before. Fields: `card` (its title), `at`."""


class CannotUndo(RuleError):
    """Nothing of a card can be taken back. Fields: `card` (its title), `why`."""


SHOWN_MAX = 6


@dataclass(frozen=True, slots=True)
class Played:
    """A play that can still be taken back; `whom` is its code, `name` says who or what group."""

    workshop_id: WorkshopId
    run_id: int
    card: Card
    whom: str
    name: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Undone:
    """A play that was taken back: what was restored."""

    workshop_id: WorkshopId
    card: Card
    restored: tuple[Restored, ...]


def undoable(town: Town) -> tuple[Played, ...]:
    """The latest plays that can still be taken back, newest first, at most `SHOWN_MAX`.

    Raises `NotAllowed`, `NothingPlayed`.
    """
    require(town, *STEWARDS)
    open_ids = [card.card_id for card in cards() if card.undo.does]
    runs = scenario_runs.c
    found = _whole(town, _rows(town, runs.card.in_(open_ids), runs.undone_town_s.is_(None)))
    shown = tuple(one for one, _ in zip(found, range(SHOWN_MAX), strict=False))
    if not shown:
        raise NothingPlayed
    return shown


def undoable_play(town: Town, run_id: int) -> Played:
    """One play, to be asked about. Raises what `undo` raises."""
    require(town, *STEWARDS)
    return _played(town, _row(town, run_id))


def latest_undoable(town: Town, typed: str) -> Played:
    """The latest play of a card that was not taken back yet. Raises `NoSuchCard`, `NotPlayed`,
    and what `undo` raises.
    """
    require(town, *STEWARDS)
    card = orders.card_of(typed.strip())
    rows = _rows(town, scenario_runs.c.card == card.card_id)
    if not rows:
        raise NotPlayed(card=card.title)
    waiting = (row for row in rows if row.undone_town_s is None)
    return _played(town, next(waiting, rows[0]))


def undo(town: Town, run_id: int) -> Undone:
    """Take a play back, once. Raises `UndoneBefore`, `CannotUndo`, `HasLeft`, `Outdated`."""
    require(town, *STEWARDS)
    row = _row(town, run_id)
    card = _played(town, row).card
    runs = scenario_runs.c
    once = update(scenario_runs).where(runs.run_id == row.run_id, runs.undone_town_s.is_(None))
    if town.conn.execute(once.values(undone_town_s=town.now)).rowcount != 1:
        raise UndoneBefore(card=card.title, at=Moment(town.now))
    restored = tuple(
        UNDOES[verb].run(town, left)
        for effect, left, *_ in reversed(json.loads(row.traces))
        for verb in card.undo.does
        if left and effect in UNDOES[verb].of
    )
    note(town, "undo", card.card_id, role=town.actor.role)
    tell_desk(town, town.workshop_id, "undo", card.title)
    return Undone(town.workshop_id, card, restored)


def _whole(town: Town, rows: list[AnyRow]) -> Iterator[Played]:
    """Those that have left something, and not on somebody who is gone."""
    for row in rows:
        if any(left for _, left, *_ in json.loads(row.traces)):
            try:
                yield _played(town, row)
            except RuleError:
                continue


def _played(town: Town, row: AnyRow) -> Played:
    card = orders.card_of(row.card)
    if row.undone_town_s is not None:
        raise UndoneBefore(card=card.title, at=Moment(row.undone_town_s))
    if not card.undo.does:
        raise CannotUndo(card=card.title, why=card.undo.keeps)
    name = orders.name_of(town, row.whom) or picked(row)
    return Played(town.workshop_id, row.run_id, card, row.whom, name, Moment(row.town_s))


def _row(town: Town, run_id: int) -> AnyRow:
    rows = _rows(
        town,
        scenario_runs.c.run_id == run_id,
        scenario_runs.c.card.in_([card.card_id for card in cards()]),
    )
    if not rows:
        raise Outdated
    return rows[0]


def _rows(town: Town, *where: ColumnElement[bool]) -> list[AnyRow]:
    """Newest first."""
    mine = scenario_runs.c.workshop_id == town.workshop_id
    query = select(scenario_runs).where(mine, *where).order_by(scenario_runs.c.run_id.desc())
    return list(town.conn.execute(query).all())
