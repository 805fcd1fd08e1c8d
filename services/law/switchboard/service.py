"""Making law, and reading the book of it.

What is enacted is announced to the town and stands in the audit log. A law never works backwards:
it is in force at once, or from a midnight to come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import insert_new
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import STEWARDS, Event, Role, Town, UnitOfWork, WorkshopId, require
from services.kernel.towns import lock
from services.law.switchboard.catalogue import Setting, Switch, Value, catalogue
from services.law.switchboard.queries import (
    Clause,
    Course,
    Enactment,
    clause,
    course,
    decisions,
    put_off,
    value,
)
from services.law.switchboard.tables import law_switches
from services.people.identity import names_like, own_town


@dataclass(frozen=True, slots=True, kw_only=True)
class LawEnacted(Event):
    """A switch was set, in force `at_once` or later.

    `changed` is False when it would have been so anyway: then nobody is told.
    """

    workshop_id: WorkshopId
    switch: Switch
    value: Value
    before: Value
    in_force_from: TownTime
    at_once: bool
    changed: bool = True
    poll: int | None = None  # the vote that carried it
    puts_off: Enactment | None = None  # the same, decided for an earlier day that has not come


class UnknownSwitch(RuleError):
    """The law has no such switch. Fields: `typed`, `instead` (the ids that are nearest to it)."""


class UnknownValue(RuleError):
    """The switch cannot be set to that. Fields: `switch`, `typed`, `allowed` (in one line)."""


class DelayOutOfRange(RuleError):
    """A law comes into force at once or within `high` days."""


class PollNeeded(RuleError):
    """The law changes by a vote alone (`consultation`). Fields: `switch`, `value`."""


DELAY_MAX_DAYS = 365
TYPED_MAX = 40
NEAREST = 5  # ids that are offered where none was met


@dataclass(frozen=True, slots=True)
class LawPage:
    """The whole law as one person sees it; only who runs the town may set it."""

    workshop_id: WorkshopId
    clauses: tuple[Clause, ...]
    may_set: bool


@dataclass(frozen=True, slots=True)
class SwitchPage:
    """One switch in full, with what was decided on it before."""

    workshop_id: WorkshopId
    clause: Clause
    history: tuple[Enactment, ...]
    may_set: bool


def enact(
    town: Town, typed_switch: str, typed_value: str, *, in_days: int = 0, poll: int | None = None
) -> LawEnacted:
    """Set a switch, in force now or from the midnight `in_days` days ahead; `poll` is the vote that
    carried it, as whoever holds the votes has made sure.

    Raises `NotAllowed`, `UnknownSwitch`, `UnknownValue`, `DelayOutOfRange`, `PollNeeded`. The same
    update twice decides once; deciding what holds anyway is announced to nobody.
    """
    require(town, *STEWARDS)
    lock(town)
    done = replace(foresee(town, typed_switch, typed_value, in_days=in_days), poll=poll)
    kept = _decided(town, done.switch)
    if kept is not None:
        return kept
    if done.changed:
        require_poll(town, done)
        _write(town, done)
    return done


def foresee(town: Town, typed_switch: str, typed_value: str, *, in_days: int = 0) -> LawEnacted:
    """What setting a switch would be. Nothing is written, and whether the actor may is not asked.

    Raises `UnknownSwitch`, `UnknownValue`, `DelayOutOfRange`.
    """
    setting = _setting(typed_switch)
    wanted = read_value(setting, typed_value)
    if not 0 <= in_days <= DELAY_MAX_DAYS:
        raise DelayOutOfRange(high=DELAY_MAX_DAYS)
    start = _start(town, in_days)
    decided = course(town, setting.switch)
    new = Enactment(setting.switch, wanted, start, town.now, town.actor.role.value)
    late = put_off(decided.decided, new)
    before = Course(setting, [one for one in decided.decided if one not in late]).at(start)
    return LawEnacted(
        workshop_id=town.workshop_id,
        switch=setting.switch,
        value=wanted,
        before=before,
        in_force_from=start,
        at_once=start == town.now,
        changed=before != wanted or bool(decided.coming(start)),
        puts_off=late[0] if late else None,
    )


def undone(town: Town, done: LawEnacted, *, also_coming: bool = False) -> tuple[Enactment, ...]:
    """What votes have carried on a switch and a decision would change: what would hold then, and
    what is still to come.
    """
    decided, then = course(town, done.switch), done.in_force_from
    found = [decided.decisive(then), *(decided.coming(then) if also_coming else ())]
    return tuple(one for one in found if one and one.poll is not None and one.value != done.value)


def my_law(uow: UnitOfWork) -> LawPage:
    """The law of the town that the visitor runs, or else lives in. Raises `NotInTown`."""
    town = own_town(uow)
    decided = decisions(town)
    clauses = tuple(clause(setting, decided, town.now) for setting in catalogue().values())
    return LawPage(town.workshop_id, clauses, _may_set(town))


def one_switch(uow: UnitOfWork, typed_switch: str) -> SwitchPage:
    """One switch of that town. Raises `NotInTown`, `UnknownSwitch`."""
    town, setting = own_town(uow), _setting(typed_switch)
    decided = decisions(town, setting.switch)
    stands = clause(setting, decided, town.now)
    return SwitchPage(town.workshop_id, stands, tuple(decided), _may_set(town))


def read_value(setting: Setting, typed: str) -> Value:
    """The value that was typed. Raises `UnknownValue`, which says what is allowed."""
    found = setting.read(typed)
    if found is None:
        first, *_, last = setting.values
        allowed = f"{first}–{last}" if setting.is_number else ", ".join(map(str, setting.values))
        typed = typed.strip()[:TYPED_MAX]
        raise UnknownValue(switch=setting.switch.value, typed=typed, allowed=allowed)
    return found


def _may_set(town: Town) -> bool:
    return town.actor.role in STEWARDS


def _setting(typed: str) -> Setting:
    wanted = typed.strip().lower()
    for setting in catalogue().values():
        if setting.switch.value == wanted:
            return setting
    near = names_like(wanted, [switch.value for switch in catalogue()], most=NEAREST)
    raise UnknownSwitch(typed=typed.strip()[:TYPED_MAX], instead=tuple(near))


def _start(town: Town, in_days: int) -> TownTime:
    midnight = town.now - town.now % DAY_S
    return town.now if in_days == 0 else TownTime(midnight + in_days * DAY_S)


def require_poll(town: Town, done: LawEnacted) -> None:
    """Refuse what nobody voted for, once the law wants the town consulted. Raises `PollNeeded`."""
    by_hand = town.actor.role is not Role.OFFICE and done.poll is None
    if by_hand and value(town, Switch.CONSULTATION) == "on":
        raise PollNeeded(switch=done.switch.value, value=str(done.value))


def _decided(town: Town, switch: Switch) -> LawEnacted | None:
    row = town.conn.execute(
        select(law_switches).where(
            law_switches.c.workshop_id == town.workshop_id,
            law_switches.c.switch == switch.value,
            law_switches.c.key == town.key,
        )
    ).one_or_none()
    if row is None:
        return None
    kept = read_value(catalogue()[switch], row.value)
    start = TownTime(row.in_force_town_s)
    return LawEnacted(
        workshop_id=town.workshop_id,
        switch=switch,
        value=kept,
        before=kept,
        in_force_from=start,
        at_once=start == row.set_town_s,
    )


def _write(town: Town, done: LawEnacted) -> None:
    insert_new(
        town.conn,
        law_switches,
        workshop_id=town.workshop_id,
        switch=done.switch.value,
        value=str(done.value),
        in_force_town_s=done.in_force_from,
        set_town_s=town.now,
        actor=town.actor.role.value,
        key=town.key,
        poll=done.poll,
    )
    by_poll = "" if done.poll is None else f" poll {done.poll}"
    note(town, "law", f"{done.switch.value}={done.value}{by_poll}", role=town.actor.role)
    town.emit(done)
