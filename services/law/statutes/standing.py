"""Which statutes are in force, were, and will be: read from the book of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import TownTime
from services.kernel.town import STEWARDS, Town, UnitOfWork, WorkshopId
from services.law import switchboard
from services.law.statutes.catalogue import Preset, Statute, catalogue, presets, statutes_of
from services.law.switchboard import Enactment, Switch
from services.people.identity import names_like, own_town

TYPED_MAX = 40
NEAREST = 5  # statutes that are offered where none was met


class UnknownStatute(RuleError):
    """There is no statute and no set of that name. Fields: `typed`, `instead` (the nearest, each
    with its title).
    """


@dataclass(frozen=True, slots=True)
class Span:
    """A statute was in force, or will be, from a town time to another; `to` None: with no end."""

    name: str  # with its version, as the book calls it
    since: TownTime
    to: TownTime | None

    @property
    def statute(self) -> Statute | None:
        """What it says today; None where it is no more among the statutes."""
        return catalogue().get(self.name.partition("/")[0])

    def holds(self, moment: int) -> bool:
        """Whether it is in force at a town time."""
        return self.since <= moment and (self.to is None or moment < self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A statute was enacted, or repealed (`ends`): from when on, and whether that was at once."""

    name: str
    since: TownTime
    ends: bool
    at_once: bool

    @property
    def statute(self) -> Statute | None:
        """What it says today; None where it is no more among the statutes."""
        return catalogue().get(self.name.partition("/")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One statute as it stands. `set_aside`: what something else decides while it is in force."""

    statute: Statute
    now: Span | None
    coming: Span | None
    set_aside: tuple[Switch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statutes:
    """All statutes and sets; `preset` is the set that the law is now, if it is one."""

    workshop_id: WorkshopId
    states: tuple[State, ...]
    presets: tuple[Preset, ...]
    preset: Preset | None
    may_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutePage:
    """One statute in full."""

    workshop_id: WorkshopId
    state: State
    spans: tuple[Span, ...]
    may_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What was in force when, statutes and what was decided switch by switch, oldest first."""

    workshop_id: WorkshopId
    spans: tuple[Span, ...]
    single: tuple[Enactment, ...]


def all_statutes(uow: UnitOfWork) -> Statutes:
    """The statutes of the town that the visitor runs, or else lives in. Raises `NotInTown`."""
    town = own_town(uow)
    book = switchboard.decisions(town)
    law = switchboard.Law(town.now, switchboard.courses_of(book))
    spans = spans_of(book)
    return Statutes(
        workshop_id=town.workshop_id,
        states=tuple(_state(one, spans, law) for one in catalogue().values()),
        presets=tuple(presets().values()),
        preset=_preset(spans, law, book),
        may_set=town.actor.role in STEWARDS,
    )


def one_statute(uow: UnitOfWork, typed: str) -> StatutePage:
    """One statute of that town. Raises `NotInTown`, `UnknownStatute`."""
    town, statute = own_town(uow), find_statute(typed)
    book = switchboard.decisions(town)
    law = switchboard.Law(town.now, switchboard.courses_of(book))
    spans = spans_of(book)
    return StatutePage(
        workshop_id=town.workshop_id,
        state=_state(statute, spans, law),
        spans=tuple(one for one in spans if _is_of(one.name, statute)),
        may_set=town.actor.role in STEWARDS,
    )


def timeline(uow: UnitOfWork) -> Timeline:
    """What was in force when, in that town. Raises `NotInTown`."""
    town = own_town(uow)
    book = switchboard.decisions(town)
    single = tuple(one for one in book if not one.provision)
    return Timeline(workshop_id=town.workshop_id, spans=tuple(spans_of(book)), single=single)


def passed_between(town: Town, since: int, until: int) -> list[Passed]:
    """What was passed from one town time to another (no part of it), each statute once a deed."""
    deeds: dict[tuple[int, str], list[Enactment]] = {}
    for one in switchboard.decisions(town):
        if one.provision and since <= one.set_at < until:
            deeds.setdefault((one.set_at, statute_of(one.provision)), []).append(one)
    return [
        Passed(
            name=name,
            since=(first := min(mine, key=lambda one: (one.ends, one.in_force_from))).in_force_from,
            ends=first.ends,
            at_once=first.in_force_from == set_at,
        )
        for (set_at, name), mine in deeds.items()
    ]


def find_statute(typed: str) -> Statute:
    """The statute of a name. Raises `UnknownStatute`."""
    found = catalogue().get(typed.strip().lower())
    if found is None:
        raise _unknown(typed, {one.statute_id: one.title for one in catalogue().values()})
    return found


def find_preset(typed: str) -> Preset:
    """The set of a name. Raises `UnknownStatute`."""
    found = presets().get(typed.strip().lower())
    if found is None:
        raise _unknown(typed, {one.preset_id: one.title for one in presets().values()})
    return found


def _unknown(typed: str, titles: Mapping[str, Localized]) -> UnknownStatute:
    """The refusal, with those whose id or title is nearest to what was typed."""
    named = {one: one for one in titles}
    named |= {title.in_(spoken): one for one, title in titles.items() for spoken in LANGUAGES}
    words = typed.strip()[:TYPED_MAX]
    near = dict.fromkeys(named[name] for name in names_like(words, named, most=NEAREST))
    return UnknownStatute(typed=words, instead=tuple((one, titles[one]) for one in near))


def alive(book: Sequence[Enactment], start: int) -> dict[str, Enactment]:
    """The provisions that are in force at a town time or come into force after it."""
    turns = {start, *(one.in_force_from for one in book if one.in_force_from > start)}
    found: dict[str, Enactment] = {}
    for turn in sorted(turns):
        for name, one in _standing(book, turn).items():
            found.setdefault(name, one)
    return found


def spans_of(book: Sequence[Enactment]) -> list[Span]:
    """From when to when each statute was in force: while any of its provisions was."""
    found: list[Span] = []
    begun: dict[str, TownTime] = {}
    for turn in sorted({one.in_force_from for one in book if one.provision}):
        here = {statute_of(name) for name in _standing(book, turn)}
        found += [Span(name, begun.pop(name), turn) for name in sorted(begun.keys() - here)]
        begun |= dict.fromkeys(here - begun.keys(), turn)
    found += [Span(name, since, None) for name, since in begun.items()]
    order = {name: number for number, name in enumerate(catalogue())}
    return sorted(found, key=lambda one: (one.since, order.get(one.name.partition("/")[0], 0)))


def statute_of(provision: str) -> str:
    """The name of a provision's statute, with its version."""
    return provision.partition(".")[0]


def _standing(book: Iterable[Enactment], moment: int) -> dict[str, Enactment]:
    """The provisions in force at a town time, whatever else was decided on their switches."""
    found: dict[str, Enactment] = {}
    for one in book:
        if one.provision and one.in_force_from <= moment:
            found.pop(one.provision, None)
            if not one.ends:
                found[one.provision] = one
    return found


def _state(statute: Statute, spans: Iterable[Span], law: switchboard.Law) -> State:
    mine = [one for one in spans if _is_of(one.name, statute)]
    now = next((one for one in mine if one.holds(law.moment)), None)
    return State(
        statute=statute,
        now=now,
        coming=next((one for one in mine if one.since > law.moment), None),
        set_aside=() if now is None else _set_aside(now.name, law),
    )


def _set_aside(name: str, law: switchboard.Law) -> tuple[Switch, ...]:
    return tuple(
        switch
        for switch, course in law.courses.items()
        if any(statute_of(one) == name for one in _standing(course.decided, law.moment))
        and statute_of(law.provision(switch)) != name
    )


def _preset(
    spans: Iterable[Span], law: switchboard.Law, book: Iterable[Enactment]
) -> Preset | None:
    """The set that is in force as a whole and alone, and nothing decided beside it."""
    here = {one.name for one in spans if one.holds(law.moment)}
    if any(not one.provision and _is_decisive(one, law) for one in book):
        return None
    same = (one for one in presets().values() if {s.name for s in statutes_of(one)} == here)
    return next(same, None)


def _is_decisive(one: Enactment, law: switchboard.Law) -> bool:
    course = law.courses[one.switch]
    return course.decisive(law.moment) is one and one.value != course.setting.default


def _is_of(name: str, statute: Statute) -> bool:
    return name.partition("/")[0] == statute.statute_id
