"""For what somebody may be listed: `seeds/grounds.yaml`, with terms, and whether a rule names it.

Owns the reading of the file. A listing whose keeper named no ground has the one it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import Name, Span, load, named


class Ground(Sourced):
    """One ground. `lawful`: a rule names it; `term_days`: how long an entry stands at the most.

    `longer_days`: by how much the term may be lengthened, from and to: where the ground `is_grave`,
    or others stand beside it.
    """

    ground_id: Id
    title: Localized[Name]
    lawful: bool = True
    rests_on: tuple[str, ...] = ()
    term_days: Annotated[int, Field(ge=1)] | None = None
    is_grave: bool = False
    longer_days: Span | None = None

    def term(self, beside: Iterable[Ground | None] = ()) -> int | None:
        """How many days an entry stands at the most beside the grounds of others that stand."""
        others = {one.ground_id for one in beside if one is not None and one.lawful}
        if self.term_days is None or self.longer_days is None:
            return self.term_days
        least, most = self.longer_days
        return self.term_days + min(most, least * (self.is_grave + len(others - {self.ground_id})))


class Grounds(Strict):
    """The whole file."""

    format: Literal["grounds/1"]
    grounds: Annotated[dict[Id, Ground], named("ground_id")]


def grounds() -> Mapping[str, Ground]:
    """All grounds by id, in the file's order. Raises `SeedFault`."""
    return load("grounds.yaml", Grounds, _check).grounds


def lawful() -> tuple[str, ...]:
    """The ids of those that a rule names."""
    return tuple(one.ground_id for one in grounds().values() if one.lawful)


def ground_of(basis: str) -> Ground | None:
    """The ground of what rests on a basis; None where none is known."""
    found = (one for one in grounds().values() for begun in one.rests_on if _begins(basis, begun))
    return next(found, None)


def _begins(basis: str, begun: str) -> bool:
    return basis == begun or basis.startswith(f"{begun}:")


def _check(file: Grounds) -> Iterator[Complaint]:
    taken: dict[str, str] = {}
    for name, one in file.grounds.items():
        if one.longer_days is not None and (one.term_days is None or one.longer_days[0] < 1):
            at = ("grounds", name, "longer_days")
            yield Complaint(at, "no term is lengthened so", "a term_days, and days from 1 on")
        for index, begun in enumerate(one.rests_on):
            if taken.setdefault(begun, name) != name:
                place = ("grounds", name, "rests_on", index)
                yield Complaint(place, f"{begun} belongs to {taken[begun]}", "one ground for each")
