"""Where people sit, as whoever runs the town sees and changes it from the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from services.kernel.errors import RuleError
from services.kernel.paging import Page, page_of
from services.kernel.town import Town
from services.kernel.typed import plain
from services.people.identity import by_name, name_keys, neighbours
from services.social import groups
from services.social.groups import Group
from services.workshops.cockpit.people import Seated, person
from services.workshops.sessions import clockwork

TABLES_A_PAGE = 8
ALIKE = 60  # of 100
SUGGESTED_MAX = 3
TO = ("to", "at", "到", "去", "坐")
NEW = ("new", "新", "新桌")


class NoSuchTable(RuleError):
    """No group of the town is called so. Fields: `name`; `instead`, those called nearly so."""


class ResidentsStand(RuleError):
    """Only people who take part are seated. Field: `name`."""


@dataclass(frozen=True, slots=True)
class Seating:
    """Somebody, and where they may be moved: tables first, then the groups people made."""

    one: Seated
    places: Page[Group]


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody, and where they are to be moved: a new table where it is None."""

    one: Seated
    to: Group | None


@dataclass(frozen=True, slots=True)
class Lot:
    """So many people are to be seated at so many tables; one number is one lot."""

    people: int
    tables: int
    number: int


def places(town: Town, who: str, page: int = 0) -> Seating:
    """Where somebody may be moved. Raises what `person` raises."""
    made = sorted(groups.all_groups(town), key=lambda one: not one.is_table)
    return Seating(person(town, who), page_of(made, page, TABLES_A_PAGE))


def ask_move(town: Town, who: str, group_id: int) -> Move:
    """What is asked before somebody is moved; no number is a new table. Raises `Outdated`."""
    return Move(person(town, who), groups.find_group(town, group_id) if group_id else None)


def move(town: Town, who: str, group_id: int) -> Seated:
    """Move somebody. Raises what `person`, `new_table` and `seat` raise."""
    found = person(town, who)
    groups.seat(town, found.who, group_id or groups.new_table(town).group_id)
    return person(town, found.who)


def move_typed(town: Town, typed: str) -> Move | Seating:
    """`NAME TABLE`: the question whether to move them; only a name: where to.

    Raises what `by_name` and `person` raise, `ResidentsStand`, `NoSuchTable`.
    """
    name, rest = _name_and_rest(town, typed)
    one = by_name(town, name)
    if one.is_resident:
        raise ResidentsStand(name=one.name)
    if not rest:
        return places(town, one.participant_id)
    if rest.casefold() in NEW:
        return ask_move(town, one.participant_id, 0)
    to = groups.named(town, rest)
    if to is None:
        raise NoSuchTable(name=rest[: groups.NAME_MAX], instead=_like(town, rest))
    return Move(person(town, one.participant_id), to)


def ask_lot(town: Town, tables: int) -> Lot:
    """What is asked before all are seated anew; asked once more, it is another lot.

    Raises `TablesUnfit`, `NobodyToSeat`.
    """
    number = int(town.key.rpartition(":")[2])
    return Lot(groups.check_lot(town, tables), tables, number)


def draw(town: Town, tables: int, lot: int) -> groups.Plan:
    """Seat everybody by lot, once. Raises what `groups.draw` raises."""
    is_new = groups.plan(town).drawn != lot
    drawn = groups.draw(town, tables, lot)
    if is_new:
        clockwork.tell_desk(town, town.workshop_id, "lot", tables)
    return drawn


def undo_lot(town: Town, lot: int) -> groups.Plan:
    """Take a lot back. Raises what `groups.undo` raises."""
    undone = groups.undo(town, lot)
    clockwork.tell_desk(town, town.workshop_id, "lot_undone")
    return undone


def _name_and_rest(town: Town, typed: str) -> tuple[str, str]:
    """The longest beginning that is somebody's name, else the first word; and what comes after."""
    words = plain(typed).split()
    known = {key for one in neighbours(town) for key in name_keys(one.name)}
    begins = (" ".join(words[:end]) for end in range(len(words), 0, -1))
    name = next((one for one in begins if one.removeprefix("@").casefold() in known), words[0])
    rest = words[len(name.split()) :]
    return name, " ".join(rest[1:] if rest and rest[0].casefold() in TO else rest)


def _like(town: Town, typed: str) -> tuple[str, ...]:
    return tuple(_nearest(typed.casefold(), [one.name for one in groups.all_groups(town)]))


def _nearest(typed: str, names: list[str]) -> Iterator[str]:
    near = {name: fuzz.ratio(typed, name.casefold()) for name in names}
    likely = sorted((n for n in near if near[n] >= ALIKE), key=lambda n: -near[n])
    yield from likely[:SUGGESTED_MAX]
