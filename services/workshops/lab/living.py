"""Living a year of a synthetic town: who lives there, and all facts of it as strands.

Whole streets are lived, so that everybody's neighbours are there whatever the number of residents
that is asked for: one resident more changes nobody else's life. Nothing reaches beyond a street, so
some streets are lived at a time, which the processor keeps near. What judges them is `judging`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scoring import Strand
from services.kernel.seeds import PERCENT
from services.kernel.time import DAY_S
from services.workshops.lab.chance import (
    Words,
    again,
    below,
    drawn,
    each_time,
    key_of,
    limit,
)
from services.workshops.lab.lives import Follows, Habit, Lives, lives
from services.workshops.lab.years import CHILD, Block, Ints, Year

Numbers = NDArray[np.int64] | NDArray[np.int32]
STREET = 32  # neighbours; invented
SHOPS = 40  # in town; invented
YEAR_DAYS = 365
MILLION = 1_000_000
BLOCK = 4_096  # people who are lived and judged at a time; in whole streets
AT_ONCE = 65_536  # draws at a time: what the processor keeps near
GROWN = ("young", "middle")  # of the trait `age`


@dataclass(slots=True)
class _Life:
    seed: int
    days: int
    file: Lives
    first: int
    who: Ints
    groups: Mapping[str, NDArray[np.int8]]
    strands: dict[str, Strand] = field(default_factory=dict)
    occasions: dict[str, Words] = field(default_factory=dict)  # of what others follow


def live(residents: int, days: int, seed: int, *, at_once: int = BLOCK) -> Year:
    """A town of so many residents for so many days. Raises `SeedFault`.

    How many are lived at once, in whole streets, changes nothing of what happens.
    """
    file, people = lives(), -(-residents // STREET) * STREET
    size = max(STREET, at_once // STREET * STREET)
    blocks = tuple(
        _block(file, days, seed, np.arange(first, min(first + size, people), dtype=np.int64))
        for first in range(0, people, size)
    )
    return Year(seed=seed, residents=residents, days=days, blocks=blocks)


def _block(file: Lives, days: int, seed: int, who: Ints) -> Block:
    groups = {name: _group(file, seed, name, who) for name in file.traits}
    life = _Life(seed, days, file, int(who[0]), who, groups)
    for kind, habit in file.habits.items():
        _make(life, kind, habit)
    return Block(
        seed=seed,
        days=days,
        first=life.first,
        groups=groups,
        strands=life.strands,
        told_by={kind: habit.told_by for kind, habit in file.habits.items()},
        friends=_friends(life),
        parents=_parents(life),
    )


def _group(file: Lives, seed: int, name: str, who: Ints) -> NDArray[np.int8]:
    shares = [group.percent for group in file.traits[name].groups.values()]
    place = below(drawn(key_of(seed, "trait", name), who), PERCENT)
    return np.searchsorted(np.cumsum(shares), place, "right").astype(np.int8)


def _usual(life: _Life, habit: Habit) -> Ints:
    """By person, how much of what is usual they do, in millionths rounded down."""
    found = np.full(len(life.who), MILLION, dtype=np.int64)
    for name, shares in habit.by.items():
        groups = life.file.traits[name].groups
        parts = np.array([shares.get(group, PERCENT) for group in groups], dtype=np.int64)
        found = found * parts[life.groups[name]] // PERCENT
    return found


def _make(life: _Life, kind: str, habit: Habit) -> None:
    """Let everybody live one habit."""
    usual, key = _usual(life, habit), key_of(life.seed, kind)
    if habit.follows is not None:
        person, at, words = _following(life, habit.follows, usual, key)
    elif habit.percent is not None:
        words = drawn(key, life.who)
        hit = words < limit(usual * habit.percent, PERCENT * MILLION)
        person, words = np.flatnonzero(hit), words[hit]
        at = below(again(words, "second"), DAY_S)
    else:
        least = limit(usual * (habit.a_year or 0), YEAR_DAYS * habit.at_most * MILLION)
        person, at, words = _daily(life, habit, least, key)
    by_time = np.argsort(at, kind="stable")
    person, at, words = person[by_time], at[by_time], words[by_time]
    if any(other.follows and other.follows.kind == kind for other in life.file.habits.values()):
        life.occasions[kind] = words
    life.strands[kind] = Strand(
        person=person.astype(np.int32),
        at=at.astype(np.int32),
        amount=_amounts(habit, words).astype(np.int32, copy=False),
        other=_partners(life, habit, person, words).astype(np.int32, copy=False),
        order=np.broadcast_to(np.int8(0), len(at)),
    )


def _daily(life: _Life, habit: Habit, least: Words, key: np.uint64) -> tuple[Ints, Ints, Words]:
    """Who does it on which day, and a word for each time."""
    of_person, size = drawn(key, life.who), max(1, AT_ONCE // len(life.who))
    people, moments, words = [], [], []
    for ordinal in range(habit.at_most):
        for start in range(0, life.days, size):
            days = np.arange(start, min(start + size, life.days), dtype=np.int64)
            found = each_time(of_person, days, ordinal)
            day, person = np.nonzero(found < least)
            chosen = found[day, person]
            people.append(person)
            moments.append((day + start) * DAY_S + below(again(chosen, "second"), DAY_S))
            words.append(chosen)
    return np.concatenate(people), np.concatenate(moments), np.concatenate(words)


def _following(
    life: _Life, follows: Follows, usual: Ints, key: np.uint64
) -> tuple[Ints, Ints, Words]:
    """What comes of something that happened before."""
    cause, least = life.strands[follows.kind], follows.after[0]
    words = again(life.occasions[follows.kind] ^ key, "follows")
    hit = words < limit(usual * follows.percent, PERCENT * MILLION)[cause.person]
    person, words = cause.person[hit].astype(np.int64), words[hit]
    span = (follows.after[1] - least + 1) * DAY_S
    at = cause.at[hit].astype(np.int64) + least * DAY_S + 1 + below(again(words, "second"), span)
    return person, at, words


def _amounts(habit: Habit, words: Words) -> Numbers:
    """What stands in each fact; where it is always the same, it takes no room."""
    low, high = habit.amount
    if low == high:
        return np.broadcast_to(np.int32(low), len(words))
    return low + below(again(words, "amount"), high - low + 1)


def _partners(life: _Life, habit: Habit, person: Ints, words: Words) -> Numbers:
    """Codes of counterparts: a neighbour's number and one, a shop's number below nought."""
    if habit.partner == "nobody":
        return np.broadcast_to(np.int32(0), len(person))
    if habit.partner == "shops":
        return -1 - below(again(words, "shop"), SHOPS)
    return 1 + life.first + _neighbour(person, again(words, "neighbour"))


def _neighbour(person: Ints, words: Words) -> Ints:
    """Somebody else of the same street."""
    steps = 1 + below(words, STREET - 1)
    return person - person % STREET + (person + steps) % STREET


def _friends(life: _Life) -> tuple[Ints, Ints]:
    """Pairs both ways, each once."""
    here, each = life.who - life.first, life.file.friends.each
    turns = [drawn(key_of(life.seed, "friend", turn), life.who) for turn in range(each)]
    chosen = [np.stack([here, _neighbour(here, words)]) for words in turns]
    ones = np.concatenate([np.zeros((2, 0), dtype=np.int64), *chosen], axis=1)
    codes = np.unique(np.concatenate([ones, ones[::-1]], axis=1).T @ [len(here), 1])
    return codes // len(here), codes % len(here)


def _parents(life: _Life) -> tuple[Ints, Ints]:
    """Every child's parents among the grown of its street: the nearest two, going round."""
    age, names = life.groups["age"], list(life.file.traits["age"].groups)
    grown = np.isin(age, [names.index(name) for name in GROWN]).tolist()
    children = np.flatnonzero(age == names.index(CHILD))
    start = below(drawn(key_of(life.seed, "parents"), life.who[children]), STREET)
    pairs: list[tuple[int, int]] = []
    for child, first in zip(children.tolist(), start.tolist(), strict=True):
        street = child - child % STREET
        round_ = (street + (first + step) % STREET for step in range(STREET))
        found = [other for other in round_ if grown[other]][:2]
        pairs += [(child, parent) for parent in found]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
