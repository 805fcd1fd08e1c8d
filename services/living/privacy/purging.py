"""When the law strikes kinds of facts, they stop counting at once and are purged at their time.

Owns when that is: so many days after both the kind was struck and the law wanted a purge, and so
many days after a fact of a struck kind was written. Restored before, they count again.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.audit_log import note
from services.kernel.time import DAY_S, HOUR_S, TownTime, next_time_of_day
from services.kernel.timers import set_timer
from services.kernel.town import Event, Town
from services.law import switchboard
from services.law.switchboard import Course, Law, LawEnacted, Switch
from services.living.privacy.holding import PURGE_NIGHT, held_back
from services.people.facts import Purged, purge, purges
from services.standing import lists

NIGHT_AT_S = 2 * HOUR_S


@dataclass(frozen=True, slots=True)
class FactsPurged(Event):
    """Facts of kinds that were never purged before are out of the books: how many, of how many
    people; nobody is named.
    """

    kinds: tuple[str, ...]
    facts: int
    people: int
    held: int = 0  # facts that open cases need, until they have ended


def follow_law(town: Town, event: Event) -> None:
    """A reaction: whenever the law changes, the nights look whether something is to be purged."""
    if isinstance(event, LawEnacted):
        _go_on(town)


def purge_night(town: Town, subject: str) -> None:
    """A timer: purge what is due, and look again tomorrow while the law strikes anything."""
    law = switchboard.at(town)
    days = int(law.value(Switch.PURGE_DAYS))
    due = _due(law, days) if days else frozenset()
    if due:
        until = town.now - days * DAY_S
        before = {one.kind for one in purges(town)}
        lists.take_down(town, due, until)
        held = held_back(town, due, until)
        found = purge(town, due, until, tuple(held))
        new = tuple(one for one in found if one.kind not in before)
        if found:
            _tell(town, found, new, sum(held.values()))
    _go_on(town)


def _tell(town: Town, found: tuple[Purged, ...], new: tuple[Purged, ...], held: int) -> None:
    said = ", ".join(f"{one.kind}: {one.facts} of {one.people}" for one in found)
    said += f"; held {held}" if held else ""
    note(town, "facts_purged", said, role=town.actor.role)
    if new:
        people = max(one.people for one in new)
        facts = sum(one.facts for one in new)
        town.emit(FactsPurged(tuple(one.kind for one in new), facts, people, held))


def _due(law: Law, days: int) -> frozenset[str]:
    """The kinds that have been struck, and to be purged, for so many days."""
    wanted = _since(law.courses[Switch.PURGE_DAYS], law.moment, is_purge=True)
    return frozenset(
        kind
        for course in law.courses.values()
        if course.setting.kinds and wanted is not None
        if (struck := _since(course, law.moment)) is not None
        if max(struck, wanted) + days * DAY_S <= law.moment
        for kind in course.setting.kinds
    )


def _since(course: Course, moment: int, *, is_purge: bool = False) -> int | None:
    """Since when it has been off (of the purge's days: more than none) without a break."""
    since = None
    for turn in (one for one in course.turns if one <= moment):
        value = course.at(turn)
        holds = value != 0 if is_purge else value == "off"
        if not holds:
            since = None
        elif since is None:
            since = turn
    return since


def _go_on(town: Town) -> None:
    """Look again the coming night, if the law purges, or is to."""
    law = switchboard.at(town)
    days = law.courses[Switch.PURGE_DAYS]
    moments = [law.moment, *(one.in_force_from for one in days.coming(law.moment))]
    if any(days.at(moment) for moment in moments):
        due = next_time_of_day(town.now, NIGHT_AT_S)
        set_timer(town, PURGE_NIGHT, "", due=TownTime(due))
