"""A lived year of a synthetic town: some streets at a time, joined where all are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring import Strand
from services.workshops.lab.lives import lives

Ints = NDArray[np.int64]
CHILD = "minor"  # of the trait `age`


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What happened in some streets. People are counted from the first of them; counterparts, in
    what stands written of a fact, through the town.
    """

    seed: int
    days: int
    first: int  # the number of its first person in the town
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
    def who(self) -> Ints:
        """Everybody's number in the town, by which chance is keyed."""
        return np.arange(self.first, self.first + self.people, dtype=np.int64)

    @property
    def minors(self) -> NDArray[np.bool_]:
        """Who is under age."""
        names = list(lives().traits["age"].groups)
        young: NDArray[np.bool_] = self.groups["age"] == names.index(CHILD)
        return young


@dataclass(frozen=True, kw_only=True)
class Year:
    """A town's year, some streets at a time. People beyond `residents` only fill the last street.

    What is asked of all streets at once is joined when it is asked for.
    """

    seed: int
    residents: int
    days: int
    blocks: tuple[Block, ...]

    @property
    def people(self) -> int:
        """All who were lived, in whole streets."""
        return sum(block.people for block in self.blocks)

    @property
    def told_by(self) -> Mapping[str, str]:
        """By kind, who tells of it."""
        return self.blocks[0].told_by

    @property
    def minors(self) -> NDArray[np.bool_]:
        """Who is under age."""
        return np.concatenate([block.minors for block in self.blocks])

    @property
    def facts(self) -> int:
        """How many facts there are of the residents that were asked for."""
        return sum(
            int((strand.person < self.residents - block.first).sum())
            for block in self.blocks
            for strand in block.strands.values()
        )

    @cached_property
    def groups(self) -> Mapping[str, NDArray[np.int8]]:
        """By trait, everybody's group by its place."""
        first, *_ = self.blocks
        return {n: np.concatenate([one.groups[n] for one in self.blocks]) for n in first.groups}

    @cached_property
    def friends(self) -> tuple[Ints, Ints]:
        """Who calls whom a friend, pair by pair."""
        pairs = np.concatenate([np.stack(one.friends) + one.first for one in self.blocks], axis=1)
        return pairs[0], pairs[1]

    @cached_property
    def parents(self) -> tuple[Ints, Ints]:
        """Child and parent, pair by pair."""
        pairs = np.concatenate([np.stack(one.parents) + one.first for one in self.blocks], axis=1)
        return pairs[0], pairs[1]

    @cached_property
    def strands(self) -> Mapping[str, Strand]:
        """All facts by kind: by time, and of one second by person. It takes as much room again."""
        return {kind: self._joined(kind) for kind in self.told_by}

    def _joined(self, kind: str) -> Strand:
        parts = [block.strands[kind] for block in self.blocks]
        first = np.repeat([block.first for block in self.blocks], [len(one.at) for one in parts])
        at, amount, other, order = (
            np.concatenate([getattr(one, name) for one in parts])
            for name in ("at", "amount", "other", "order")
        )
        person = np.concatenate([one.person for one in parts]) + first.astype(np.int32)
        made = Strand(person=person, at=at, amount=amount, other=other, order=order)
        return made.where(np.lexsort((person, at)))
