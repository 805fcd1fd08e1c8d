"""Asking a wave, answering it, and how many have. One wave is open at a time.

Answers leave no fact: facts are what agencies read, and an opinion must not be held against
anybody. An answer can be changed until its wave closes; it goes with its person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import delete, select, update

from services.kernel.errors import Outdated, RuleError
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, WorkshopId, require
from services.law import legitimacy
from services.people.identity import lock_participant, neighbours
from services.workshops.polls.catalogue import PollItem, items
from services.workshops.polls.tables import poll_answers, poll_waves

MOST = 5  # answers go from 1 to this
TOLD_FROM = 3  # answers
TENTHS = 10


class Wave(IntEnum):
    """When the same questions are asked."""

    BEFORE = 1
    DURING = 2
    AFTER = 3


class WaveWasAsked(RuleError):
    """Each wave is asked once, and none after a later one."""


class WaveIsOver(RuleError):
    """The wave is closed: nothing is answered or changed any more."""


class NothingAsked(RuleError):
    """No wave was asked yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one person answers: `at` is the question shown; beyond the last, all own answers."""

    wave: Wave
    items: tuple[PollItem, ...]
    said: Mapping[str, int | None]  # by question; None: skipped
    at: int = 0
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many people have answered a wave to its end, in part, or not at all."""

    workshop_id: WorkshopId
    wave: Wave
    is_open: bool
    whole: int
    part: int
    none: int


@dataclass(frozen=True, slots=True)
class WaveAsked(Event):
    """Everybody is asked; the sheet is an empty one."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class WaveClosed(Event):
    """Nobody answers this wave any more."""

    wave: Wave


@dataclass(frozen=True, slots=True)
class AnswersChanged(Event):
    """Somebody's answers are more or fewer. `who` is for their own home: nobody else is told."""

    wave: Wave
    who: ParticipantId


def ask(town: Town, *, wave: int) -> None:
    """Ask everybody, and close the wave before. Raises `NotAllowed`, `WaveWasAsked`."""
    require(town, *STEWARDS)
    asked = asked_waves(town)
    if any(one >= wave for one in asked):
        raise WaveWasAsked
    close_open(town)
    row = {"workshop_id": town.workshop_id, "wave": wave, "asked_town_s": town.now}
    if not insert_new(town.conn, poll_waves, **row):
        raise WaveWasAsked
    town.emit(WaveAsked(Sheet(wave=Wave(wave), items=items(), said={})))


def close(town: Town, wave: Wave) -> Progress:
    """Let nobody answer any more, so that it can be told. Raises `NotAllowed`, `Outdated`."""
    require(town, *STEWARDS)
    if not asked_waves(town).get(wave, False):
        raise Outdated
    _close(town, wave)
    return progress(town, wave)


def close_open(town: Town) -> None:
    """Close the open wave, if there is one."""
    for one, is_open in asked_waves(town).items():
        if is_open:
            _close(town, one)


def sheet(town: Town, wave: Wave, at: int = 0) -> Sheet:
    """The actor's own sheet at one question. Raises `Outdated`."""
    asked, asks = asked_waves(town), items()
    if wave not in asked:
        raise Outdated
    place = min(at, len(asks)) if asked[wave] else len(asks)
    said = _own(town, wave)
    return Sheet(wave=wave, items=asks, said=said, at=place, is_open=asked[wave])


def my_sheet(town: Town) -> Sheet:
    """The newest wave at the first question one has left open. Raises `NothingAsked`."""
    asked = asked_waves(town)
    if not asked:
        raise NothingAsked
    found = sheet(town, max(asked), len(items()))
    waits = [n for n, one in enumerate(found.items) if one.item_id not in found.said]
    return sheet(town, found.wave, waits[0]) if waits else found


def waits_at(town: Town) -> Wave | None:
    """The open wave, where the actor has left a question of it open."""
    for wave, is_open in asked_waves(town).items():
        if is_open and len(_own(town, wave)) < len(items()):
            return wave
    return None


def answer(town: Town, wave: Wave, item: str, said: int | None) -> Sheet:
    """Answer, anew or not, or (None) skip; then the next one. Raises `Outdated`, `WaveIsOver`."""
    names = [one.item_id for one in items()]
    asked = asked_waves(town)
    if wave not in asked or item not in names:
        raise Outdated
    if not asked[wave]:
        raise WaveIsOver
    me, kept = town.actor.pid, poll_answers.c
    lock_participant(town, me)
    key = {"workshop_id": town.workshop_id, "wave": wave, "item": item, "who": me}
    if not insert_new(town.conn, poll_answers, **key, answer=said):
        mine = [kept[name] == value for name, value in key.items()]
        town.conn.execute(update(poll_answers).where(*mine).values(answer=said))
    town.emit(AnswersChanged(wave, me))
    return sheet(town, wave, names.index(item) + 1)


def progress(town: Town, wave: Wave) -> Progress:
    """How many have answered so far: people of the town, and not who."""
    people = {one.participant_id for one in neighbours(town) if not one.is_resident}
    said = Counter(len(one) >= len(items()) for one in answers(town, wave).values())
    none = max(0, len(people) - said.total())
    is_open = asked_waves(town).get(wave, False)
    return Progress(
        workshop_id=town.workshop_id,
        wave=wave,
        is_open=is_open,
        whole=said[True],
        part=said[False],
        none=none,
    )


def forget_answers(town: Town, who: ParticipantId) -> None:
    """Whoever leaves takes their answers along."""
    gone = delete(poll_answers).where(poll_answers.c.who == who).returning(poll_answers.c.wave)
    for wave in sorted(set(town.conn.scalars(gone))):
        town.emit(AnswersChanged(Wave(wave), who))


def asked_waves(town: Town) -> dict[Wave, bool]:
    """The waves that were asked, in their order, and whether each is open."""
    waves = poll_waves.c
    rows = select(waves.wave, waves.closed_town_s.is_(None)).where(
        waves.workshop_id == town.workshop_id
    )
    return {Wave(wave): bool(is_open) for wave, is_open in town.conn.execute(rows.order_by("wave"))}


def answers(
    town: Town, wave: Wave, *only: ParticipantId
) -> dict[ParticipantId, dict[str, int | None]]:
    """All answers of a wave, or only somebody's. For this package: nobody else may see whose."""
    kept = poll_answers.c
    query = select(kept.who, kept.item, kept.answer).where(
        kept.workshop_id == town.workshop_id, kept.wave == wave
    )
    if only:
        query = query.where(kept.who.in_(only))
    found: dict[ParticipantId, dict[str, int | None]] = {}
    for who, item, said in town.conn.execute(query):
        found.setdefault(who, {})[item] = said
    return found


def _own(town: Town, wave: Wave) -> Mapping[str, int | None]:
    return answers(town, wave, town.actor.pid).get(town.actor.pid, {})


def _trust(town: Town, wave: Wave) -> int | None:
    """The mean of trust in tenths, of questions that enough have answered; None without any."""
    said = answers(town, wave).values()
    marks = [[m for one in said if (m := one.get(item.item_id))] for item in items() if item.trust]
    told = [mark for of_item in marks if len(of_item) >= TOLD_FROM for mark in of_item]
    return (2 * TENTHS * sum(told) + len(told)) // (2 * len(told)) if told else None


def _close(town: Town, wave: Wave) -> None:
    is_it = (poll_waves.c.workshop_id == town.workshop_id, poll_waves.c.wave == wave)
    town.conn.execute(update(poll_waves).where(*is_it).values(closed_town_s=town.now))
    legitimacy.note_trust(town, wave, _trust(town, wave))
    town.emit(WaveClosed(wave))
