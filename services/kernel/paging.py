"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of many: `number` counts from 0 and is below `pages`, which is 1 at the least."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int

    @property
    def following(self) -> int:
        """The page after this one; after the last the first."""
        return (self.number + 1) % self.pages


def page_of(found: Sequence[T], number: int, size: int) -> Page[T]:
    """A page of so many; one that is not there is the nearest one."""
    pages = max(1, -(-len(found) // size))
    number = min(max(0, number), pages - 1)
    items = tuple(found[number * size : (number + 1) * size])
    return Page(items=items, number=number, pages=pages, total=len(found))
