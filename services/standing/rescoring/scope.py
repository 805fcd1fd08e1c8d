"""How much each kind of facts moves scores: the town judged again with that kind struck.

A cell is a kind of facts and an agency that reads it. It is replayed, not estimated: what an agency
hears today, without that kind; where the law has struck the kind, with it again. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from services.kernel.time import TownTime
from services.kernel.town import STEWARDS, ParticipantId, Town, UnitOfWork
from services.people.identity import own_town
from services.standing.agencies import Agency, catalogue, document, hearing, members
from services.standing.scores import (
    FRIEND_STANDING,
    GROUP_MIN,
    KIN_LISTED,
    Book,
    CalculationSecret,
    Lawful,
    Reading,
    law_of,
    open_book,
    scores_by,
)

HUNDREDTHS = 100
ADDED = {FRIEND_STANDING: "friends", KIN_LISTED: "kin"}  # not told of anybody: ended by its switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What striking one kind would do to one agency's scores; or, where the law has struck it,
    what restoring it would. `hundredths`: the mean change of all whom it rates, without its sign.
    """

    kind: str
    agency: Agency
    people: int
    moved: int
    hundredths: int
    scale: int  # points from the lowest score to the highest
    is_struck: bool


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All cells, the agencies in their order. Not shown, for they would tell of persons: `hidden`
    agencies that rate few, `few` cells that move few.
    """

    at: TownTime
    agencies: tuple[Agency, ...]
    cells: tuple[Cell, ...]
    hidden: int
    few: int


def heat_map(uow: UnitOfWork) -> HeatMap:
    """What each kind of facts does to scores here, of everybody together.

    For whoever runs the town; for its people where the law opens the books, without what is about
    few. Raises `NotInTown`, `CalculationSecret`.
    """
    town = own_town(uow)
    lawful, may_see_all = law_of(town), town.actor.role in STEWARDS
    if not may_see_all and not lawful.opens_books:
        raise CalculationSecret
    least = 1 if may_see_all else GROUP_MIN
    rated = {one: members(town, one.agency_id) for one in catalogue().values()}
    shown = [one for one, people in rated.items() if len(people) >= least]
    cells = tuple(_all_cells(town, lawful, {one: sorted(rated[one]) for one in shown}))
    told = tuple(one for one in cells if not 0 < one.moved < least)
    hidden = len(rated) - len(shown)
    return HeatMap(town.now, tuple(shown), told, hidden, len(cells) - len(told))


def turned(reading: Reading, kind: str) -> Reading:
    """The reading with a kind struck, or restored where it was struck."""
    if (switch := ADDED.get(kind)) is not None:
        value = "on" if reading.law.get(switch) == "off" else "off"
        return replace(reading, law={**reading.law, switch: value})
    return replace(reading, forbidden=reading.forbidden ^ {kind})


def _with_all(reading: Reading) -> Reading:
    """What has to be read for whatever may be struck or restored."""
    known = {switch: "on" for switch in ADDED.values() if switch in reading.law}
    return replace(reading, law={**reading.law, **known})


def _all_cells(
    town: Town, lawful: Lawful, rated: Mapping[Agency, list[ParticipantId]]
) -> Iterator[Cell]:
    """From one reading of everybody's facts."""
    readings = {
        one: Reading.now(town, document(town, name), lawful, hearing(town, name))
        for one in rated
        for name in [one.agency_id]
    }
    if readings:
        everybody = sorted({who for people in rated.values() for who in people})
        book = open_book(town, everybody, *map(_with_all, readings.values()))
        for one, reading in readings.items():
            yield from _cells(town, book, one, reading, rated[one])


def _cells(
    town: Town, book: Book, one: Agency, reading: Reading, rated: list[ParticipantId]
) -> Iterator[Cell]:
    before, scale = scores_by(town, book, reading, rated), reading.document.scale
    for kind in dict.fromkeys(kind for rule in reading.document.rules for kind in rule.kinds):
        after = scores_by(town, book, turned(reading, kind), rated)
        moves = [abs(after[who] - before[who]) for who in before if who in after]
        yield Cell(
            kind=kind,
            agency=one,
            people=len(moves),
            moved=sum(move > 0 for move in moves),
            hundredths=HUNDREDTHS * sum(moves) // max(1, len(moves)),
            scale=scale.max - scale.min,
            is_struck=kind in reading.forbidden or reading.law.get(ADDED.get(kind, "")) == "off",
        )
