"""A year of a synthetic town: who lives there, and all facts of it as strands.

Whole streets are lived, so that everybody's neighbours are there whatever the number of residents
that is asked for: one resident more changes nobody else's life. What judges them is `judging`.
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

Ints = NDArray[np.int64]
STREET = 32  # neighbours; invented
SHOPS = 40  # in town; invented
YEAR_DAYS = 365
MILLION = 1_000_000
AT_ONCE = 1_000_000  # draws at a time: what the processor keeps near
CHILD, GROWN = "minor", ("young", "middle")  # of the trait `age`


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What happened, and to whom. Residents beyond `residents` only fill the last street."""

    seed: int
    residents: int
    days: int
    groups: Mapping[str, NDArray[np.int8]]  # by trait, everybody's group by its place
    strands: Mapping[str, Strand]
    told_by: Mapping[str, str]  # by kind
    friends: tuple[Ints, Ints]  # who calls whom a friend, pair by pair
    parents: tuple[Ints, Ints]  # child and parent, pair by pair

    @property
    def people(self) -> int:
        """All who were lived, in whole streets."""
        return len(next(iter(self.groups.values())))

    @property
    def minors(self) -> NDArray[np.bool_]:
        """Who is under age."""
        names = list(lives().traits["age"].groups)
        young: NDArray[np.bool_] = self.groups["age"] == names.index(CHILD)
        return young

    @property
    def facts(self) -> int:
        """How many facts there are of the residents that were asked for."""
        return sum(int((s.person < self.residents).sum()) for s in self.strands.values())


@dataclass(slots=True)
class _Life:
    seed: int
    days: int
    file: Lives
    who: Ints
    groups: Mapping[str, NDArray[np.int8]]
    strands: dict[str, Strand] = field(default_factory=dict)
    occasions: dict[str, Words] = field(default_factory=dict)  # of what others follow


def live(residents: int, days: int, seed: int) -> Year:
    """A town of so many residents for so many days. Raises `SeedFault`."""
    file, people = lives(), -(-residents // STREET) * STREET
    who = np.arange(people, dtype=np.int64)
    groups = {name: _group(file, seed, name, who) for name in file.traits}
    life = _Life(seed, days, file, who, groups)
    for kind, habit in file.habits.items():
        _make(life, kind, habit)
    return Year(
        seed=seed,
        residents=residents,
        days=days,
        groups=groups,
        strands=life.strands,
        told_by={kind: habit.told_by for kind, habit in file.habits.items()},
        friends=_friends(seed, who, file.friends.each),
        parents=_parents(seed, who, groups["age"], list(file.traits["age"].groups)),
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
        person, words = life.who[hit], words[hit]
        at = below(again(words, "second"), DAY_S)
    else:
        least = limit(usual * (habit.a_year or 0), YEAR_DAYS * habit.at_most * MILLION)
        person, at, words = _daily(life, habit, least, key)
    by_time = np.argsort(at, kind="stable")
    person, at, words = person[by_time], at[by_time], words[by_time]
    low, high = habit.amount
    if any(other.follows and other.follows.kind == kind for other in life.file.habits.values()):
        life.occasions[kind] = words
    life.strands[kind] = Strand(
        person=person.astype(np.int32),
        at=at.astype(np.int32),
        amount=(low + below(again(words, "amount"), high - low + 1)).astype(np.int32),
        other=_partners(habit, person, words).astype(np.int32),
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


def _partners(habit: Habit, person: Ints, words: Words) -> Ints:
    """Codes of counterparts: a neighbour's number and one, a shop's number below nought."""
    if habit.partner == "nobody":
        return np.zeros(len(person), dtype=np.int64)
    if habit.partner == "shops":
        return -1 - below(again(words, "shop"), SHOPS)
    return 1 + _neighbour(person, again(words, "neighbour"))


def _neighbour(person: Ints, words: Words) -> Ints:
    """Somebody else of the same street."""
    steps = 1 + below(words, STREET - 1)
    return person - person % STREET + (person + steps) % STREET


def _friends(seed: int, who: Ints, each: int) -> tuple[Ints, Ints]:
    """Pairs both ways, each once."""
    turns = [drawn(key_of(seed, "friend", turn), who) for turn in range(each)]
    chosen = [np.stack([who, _neighbour(who, words)]) for words in turns]
    ones = np.concatenate([np.zeros((2, 0), dtype=np.int64), *chosen], axis=1)
    pairs = np.unique(np.concatenate([ones, ones[::-1]], axis=1), axis=1)
    return pairs[0], pairs[1]


def _parents(seed: int, who: Ints, age: NDArray[np.int8], names: list[str]) -> tuple[Ints, Ints]:
    """Every child's parents among the grown of its street: the nearest two, going round."""
    grown = np.isin(age, [names.index(name) for name in GROWN])
    children = who[age == names.index(CHILD)]
    start = below(drawn(key_of(seed, "parents"), children), STREET)
    pairs: list[tuple[int, int]] = []
    for child, first in zip(children.tolist(), start.tolist(), strict=True):
        street = child - child % STREET
        round_ = (street + (first + step) % STREET for step in range(STREET))
        found = [other for other in round_ if grown[other]][:2]
        pairs += [(child, parent) for parent in found]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
