"""Adopting one resident of the synthetic town, and seeing what every law so far made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from services.kernel.schema import insert_new
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.law import switchboard
from services.law.switchboard import Switch, Value
from services.workshops.adoptions.adoptees import (
    TYPED_MAX,
    Adoptee,
    Life,
    LifeMoved,
    NobodyToAdopt,
    catalogue,
    life_under,
)
from services.workshops.adoptions.tables import adoptions

CHANGES_MAX = 4  # of the law that are told, the latest


@dataclass(frozen=True, slots=True)
class LawLived:
    """One change of law in this town, and what it made of the adopted one's year."""

    at: TownTime
    turned: Mapping[Switch, tuple[Value, Value]]
    moved: LifeMoved


@dataclass(frozen=True, slots=True)
class Adopted:
    """The one somebody has adopted: their year under the law in force, and under those before."""

    one: Adoptee
    life: Life
    laws: tuple[LawLived, ...]  # the latest first


@dataclass(frozen=True, slots=True)
class AdoptionPage:
    """What the asker finds: the one they have adopted, or whom they could adopt."""

    mine: Adopted | None
    others: tuple[Adoptee, ...]


def adopt(town: Town, typed: str = "") -> AdoptionPage:
    """Adopt one, in the place of whoever was adopted before; look, where nobody is named.

    Raises `NobodyToAdopt`.
    """
    if typed.strip():
        one = _find(typed)
        values = {"workshop_id": town.workshop_id, "resident": one.adoptee_id}
        if not insert_new(town.conn, adoptions, participant_id=town.actor.pid, **values):
            mine = adoptions.c.participant_id == town.actor.pid
            town.conn.execute(update(adoptions).where(mine).values(resident=one.adoptee_id))
    found = adopted(town)
    if found is None:
        return AdoptionPage(None, tuple(catalogue().values()))
    said = switchboard.switches(town)
    return AdoptionPage(Adopted(found, life_under(found, said), tuple(_laws(town, found))), ())


def let_go(town: Town) -> AdoptionPage:
    """Let the adopted one go again; nobody is hurt by it. Twice is once."""
    forget_adoption(town, town.actor.pid)
    return adopt(town)


def adopted(town: Town) -> Adoptee | None:
    """Whom the actor has adopted; None where nobody, or who is no resident any more."""
    who = town.actor.participant_id
    mine = select(adoptions.c.resident).where(adoptions.c.participant_id == who)
    name = None if who is None else town.conn.scalar(mine)
    return None if name is None else catalogue().get(name)


def under(town: Town, one: Adoptee, instead: Mapping[str, Value]) -> LifeMoved:
    """What their year would be if some switches stood otherwise than they do."""
    said = switchboard.switches(town)
    known = {switch.value: setting for switch, setting in switchboard.catalogue().items()}
    other = {name: switchboard.read_value(known[name], str(v)) for name, v in instead.items()}
    return LifeMoved.between(life_under(one, said), life_under(one, {**said, **other}))


def forget_adoption(town: Town, who: ParticipantId) -> None:
    """Somebody left, or lets go."""
    town.conn.execute(delete(adoptions).where(adoptions.c.participant_id == who))


def _find(typed: str) -> Adoptee:
    wanted, known = typed.strip().casefold(), catalogue()
    for name, one in known.items():
        if wanted in {name, one.name.en.casefold(), one.name.zh}:
            return one
    names = ", ".join(one.name.en for one in known.values())
    raise NobodyToAdopt(typed=typed.strip()[:TYPED_MAX], known=names)


def _laws(town: Town, one: Adoptee) -> Iterator[LawLived]:
    """What each change so far has made of a year, the latest change first."""
    courses = switchboard.courses_of(switchboard.decisions(town))
    turns = {at for course in courses.values() for at in course.turns if at <= town.now}
    told = 0
    for at in sorted(turns, reverse=True):
        before, after = (switchboard.Law(moment, courses).values for moment in (at - 1, at))
        turned = {s: (before[s], after[s]) for s in courses if before[s] != after[s]}
        if not turned:
            continue
        moved = LifeMoved.between(life_under(one, before), life_under(one, after))
        yield LawLived(at, turned, moved)
        told += 1
        if told == CHANGES_MAX:
            return
