"""Making and repealing statutes, alone or as the whole law: looked at first, then passed once.

What is passed is announced to the town once and stands in the audit log with what it changes. No
statute works backwards: it is in force at once, or from a town time to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import STEWARDS, Event, Town, UnitOfWork, WorkshopId, require
from services.kernel.towns import lock
from services.law import switchboard
from services.law.statutes.catalogue import Preset, Statute, catalogue, rank_of, statutes_of
from services.law.statutes.standing import alive, find_preset, find_statute, spans_of, statute_of
from services.law.statutes.when import AT_ONCE, read_when, tomorrow
from services.law.switchboard import Enactment, LawEnacted, PollNeeded, Term
from services.people.identity import own_town


class Deed(StrEnum):
    """What is done with a statute, or with the whole law."""

    ENACT = "enact"
    REPEAL = "repeal"
    PRESET = "preset"


class NotInForce(RuleError):
    """The statute is not in force, nor does it come into force. Field: its `title`."""


class StatuteNeedsPoll(PollNeeded):
    """The law changes by a vote alone. Fields: `title`, `motion` (how it is moved)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is asked about before it is passed: which statutes come and go, from when, and what
    that changes. `book` is how many decisions there were; with another number it is out of date.
    `motion`: how it would be moved, where the law changes by a vote alone. `undoes`: what votes
    have carried and would be otherwise.
    """

    workshop_id: WorkshopId
    deed: Deed
    what: str
    title: Localized
    at: TownTime  # AT_ONCE, or a town time to come
    tomorrow: TownTime
    comes: tuple[Statute, ...]
    goes: tuple[str, ...]  # names with versions
    changes: tuple[LawEnacted, ...]
    book: int
    is_new: bool
    motion: str = ""
    undoes: tuple[Enactment, ...] = ()
    may_set: bool = True


@dataclass(frozen=True, slots=True)
class StatutesPassed(Event):
    """The law was changed by statutes; what that changes is told switch by switch beside it."""

    draft: Draft


def draft(town: Town, deed: Deed, what: str, at: int = AT_ONCE) -> Draft:
    """What would be passed. Nothing is written.

    Raises `NotAllowed`, `UnknownStatute`, `NotInForce`, `Outdated` (its time has gone by).
    """
    require(town, *STEWARDS)
    return _drafted(town, deed, what, at)[0]


def draft_typed(uow: UnitOfWork, deed: Deed, what: str, when: str) -> Draft:
    """The same from a typed time, for whoever asks. Raises `NotInTown`, `NoSuchMoment`,
    `DelayOutOfRange` as well.
    """
    town = own_town(uow)
    return _drafted(town, deed, what, read_when(town, when))[0]


def pass_(
    town: Town, deed: Deed, what: str, at: int = AT_ONCE, *, book: int, poll: int | None = None
) -> Draft:
    """Pass what was looked at; `poll` is the vote that carried it. Twice the same update is once.

    Raises as `draft`, `Outdated` where something else was decided since it was looked at, and
    `StatuteNeedsPoll`.
    """
    require(town, *STEWARDS)
    lock(town)
    if switchboard.is_written(town):
        return _drafted(town, deed, what, at)[0]
    done, terms = _drafted(town, deed, what, at)
    if done.book != book:
        raise Outdated
    if done.is_new:
        if done.motion and poll is None:
            raise StatuteNeedsPoll(title=done.title, motion=done.motion)
        switchboard.written(town, switchboard.decisions(town), terms, poll=poll)
        note(town, "statute", _detail(done), role=town.actor.role)
        town.emit(StatutesPassed(done))
    return done


def _drafted(town: Town, deed: Deed, what: str, at: int) -> tuple[Draft, list[Term]]:
    if at != AT_ONCE and at <= town.now:
        raise Outdated
    start = town.now if at == AT_ONCE else TownTime(at)
    book = switchboard.decisions(town)
    title, terms = _asked(book, deed, what, start)
    after = switchboard.foreseen(town, book, terms)
    changes = tuple(switchboard.turned(town, book, after))
    names = _names(after, start)
    before = _names(book, start)
    found = Draft(
        workshop_id=town.workshop_id,
        deed=deed,
        what=what.strip().lower(),
        title=title,
        at=TownTime(at),
        tomorrow=tomorrow(town),
        comes=tuple(one for one in catalogue().values() if one.name in names - before),
        goes=tuple(sorted(before - names)),
        changes=changes,
        book=len(book),
        is_new=bool(changes) or names != before,
        motion=_motion(town, deed, what, changes),
        undoes=tuple(past for one in changes for past in switchboard.undone(town, one)),
        may_set=town.actor.role in STEWARDS,
    )
    return found, terms


def _motion(town: Town, deed: Deed, what: str, changes: Iterable[LawEnacted]) -> str:
    try:
        for one in changes:
            switchboard.require_poll(town, one)
    except PollNeeded:
        return f"{deed} {what.strip().lower()}"
    return ""


def _asked(
    book: Sequence[Enactment], deed: Deed, what: str, start: TownTime
) -> tuple[Localized, list[Term]]:
    if deed is Deed.PRESET:
        preset = find_preset(what)
        return preset.title, _whole(book, preset, start)
    statute = find_statute(what)
    if deed is Deed.ENACT:
        return statute.title, _enacted(book, statute, start)
    terms = _ended(book, _alive_of(book, statute, start), start)
    if not terms:
        raise NotInForce(title=statute.title)
    return statute.title, terms


def _enacted(book: Sequence[Enactment], statute: Statute, start: TownTime) -> list[Term]:
    """Its provisions, each for its days, and the end of what another version said."""
    mine = {f"{statute.name}.{name}" for name in statute.provisions}
    old = (name for name in _alive_of(book, statute, start) if name not in mine)
    terms = _ended(book, old, start)
    midnight = start - start % DAY_S
    for name, one in statute.provisions.items():
        since = TownTime(midnight + one.from_day * DAY_S) if one.from_day else start
        provision, rank = f"{statute.name}.{name}", rank_of(statute, one)
        terms.append(_term(one.sets, one.value, since, provision, rank))
        if one.to_day is not None:
            end = TownTime(midnight + one.to_day * DAY_S)
            terms.append(_term(one.sets, None, end, provision, rank))
    return terms


def _whole(book: Sequence[Enactment], preset: Preset, start: TownTime) -> list[Term]:
    """The set alone: what else was decided ends, switches go back to what held from the start."""
    wanted = statutes_of(preset)
    kept = {one.name for one in wanted}
    terms = _ended(book, (n for n in alive(book, start) if statute_of(n) not in kept), start)
    courses = switchboard.courses_of(book)
    for switch, course in courses.items():
        alone = switchboard.Course(course.setting, [x for x in course.decided if not x.provision])
        if alone.at(start) != course.setting.default or alone.coming(start):
            terms.append(_term(switch, course.setting.default, start))
    touched = {term.switch for term in terms}
    for one in wanted:
        if not all(
            courses[p.sets].speaks(f"{one.name}.{name}", start) and p.sets not in touched
            for name, p in one.provisions.items()
        ):
            terms += _enacted(book, one, start)
    return terms


def _ended(book: Sequence[Enactment], names: Iterable[str], start: TownTime) -> list[Term]:
    found = alive(book, start)
    return [_term(found[one].switch, None, start, one, found[one].rank) for one in sorted(names)]


def _alive_of(book: Sequence[Enactment], statute: Statute, start: int) -> list[str]:
    begun = f"{statute.statute_id}/"
    return [name for name in alive(book, start) if name.startswith(begun)]


def _term(
    switch: switchboard.Switch,
    value: switchboard.Value | None,
    since: TownTime,
    provision: str = "",
    rank: int = 0,
) -> Term:
    return Term(switch=switch, value=value, in_force_from=since, provision=provision, rank=rank)


def _names(book: Sequence[Enactment], start: int) -> frozenset[str]:
    """The statutes in force at a town time or after it."""
    return frozenset(one.name for one in spans_of(book) if one.to is None or one.to > start)


def _detail(done: Draft) -> str:
    """One line of the audit log: the deed, since when, and the law before and after."""
    since = "at once" if done.at == AT_ONCE else f"from {done.at}"
    diff = ", ".join(f"{one.switch}: {one.before} > {one.value}" for one in done.changes)
    names = [*(f"+{one.name}" for one in done.comes), *(f"-{name}" for name in done.goes)]
    return f"{done.deed} {done.what} {since}; {' '.join(names) or 'nothing'}; {diff or 'the same'}"
