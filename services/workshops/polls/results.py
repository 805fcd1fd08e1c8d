"""What came of the waves: how answers are spread, and how those moved who answered twice.

Told of closed waves alone, so that nobody's answer can be read off by looking before and after
it; and of nothing that fewer than `TOLD_FROM` answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from services.kernel.town import STEWARDS, Event, ParticipantId, Town, require
from services.law.legitimacy import Legitimacy, course, trust
from services.living.residents import compliance
from services.workshops.polls.catalogue import PollItem, items
from services.workshops.polls.service import (
    MOST,
    TENTHS,
    TOLD_FROM,
    Progress,
    Wave,
    answers,
    asked_waves,
    close_open,
    progress,
)
from services.workshops.sessions import WorkshopShut

MANY = 12  # from so many on, a mean in tenths tells nobody's answer

_Said = Mapping[ParticipantId, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many gave each answer, from 1 up."""

    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many answered; never whoever skipped."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Those who answered in both waves. `tenths`: the mean of how far they moved; None where it
    would tell of one who answered in one wave only.
    """

    first: Wave
    second: Wave
    pairs: int
    higher: int
    same: int
    lower: int
    tenths: int | None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question; waves and pairs of waves are there only where they may be told."""

    item: PollItem
    spreads: Mapping[Wave, Spread]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """The last mean of trust, in tenths, and below which one residents comply less."""

    tenths: int
    below: int

    @property
    def is_low(self) -> bool:
        """Whether residents comply less."""
        return self.tenths < self.below


@dataclass(frozen=True, slots=True)
class Results:
    """All questions, how many answered each wave that was asked, and how trust has moved."""

    waves: tuple[Progress, ...]
    items: tuple[ItemResult, ...]
    course: tuple[Legitimacy, ...] = ()
    meter: Meter | None = None  # None: no mean can be told yet


@dataclass(frozen=True, slots=True)
class WavesKept(Event):
    """The town is closed, and so is every wave: whoever runs it hears what came of them."""

    results: Results
    language: str


def handle_event(town: Town, event: Event) -> None:
    """A reaction: what was answered is told at the end, if anything was asked."""
    if isinstance(event, WorkshopShut) and asked_waves(town):
        close_open(town)
        town.emit(WavesKept(results(town), town.workshop.language))


def results(town: Town) -> Results:
    """What came of all closed waves. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    asked = asked_waves(town)
    said = {wave: answers(town, wave) for wave, is_open in asked.items() if not is_open}
    told = []
    for item in items():
        of_item = {
            wave: {who: mark for who, all_ in by.items() if (mark := all_.get(item.item_id))}
            for wave, by in said.items()
        }
        told.append(_result(item, of_item))
    waves = tuple(progress(town, wave) for wave in asked)
    return Results(waves, tuple(told), course(town), meter(town))


def meter(town: Town) -> Meter | None:
    """The legitimacy of the order of this town, from the last wave that was closed."""
    tenths = trust(town)
    return None if tenths is None else Meter(tenths, compliance().below)


def _result(item: PollItem, said: Mapping[Wave, _Said]) -> ItemResult:
    many = {wave: marks for wave, marks in said.items() if len(marks) >= TOLD_FROM}
    spreads = {wave: _spread(marks) for wave, marks in many.items()}
    shifts = (_shift(pair, many[pair[0]], many[pair[1]]) for pair in combinations(many, 2))
    return ItemResult(item, spreads, tuple(one for one in shifts if one.pairs >= TOLD_FROM))


def _spread(said: _Said) -> Spread:
    counted = Counter(said.values())
    return Spread(tuple(counted[mark] for mark in range(1, MOST + 1)))


def _shift(waves: tuple[Wave, Wave], then: _Said, now: _Said) -> Shift:
    moved = [now[who] - then[who] for who in then.keys() & now.keys()]
    pairs, alone = len(moved), {len(then) - len(moved), len(now) - len(moved)}
    is_told = pairs >= MANY or not any(0 < one < TOLD_FROM for one in alone)
    first, second = waves
    return Shift(
        first=first,
        second=second,
        pairs=pairs,
        higher=sum(one > 0 for one in moved),
        same=moved.count(0),
        lower=sum(one < 0 for one in moved),
        tenths=_mean(sum(moved), pairs) if is_told and pairs else None,
    )


def _mean(total: int, pairs: int) -> int:
    """In tenths; halves are rounded away from nought, whichever way people moved."""
    size = (2 * abs(total) * TENTHS + pairs) // (2 * pairs)
    return size if total > 0 else -size
