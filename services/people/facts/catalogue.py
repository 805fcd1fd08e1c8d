"""The one catalogue of what a fact may say: who writes it, what for, for whom, how near it comes.

`seeds/scores/fact_kinds.yaml`. What a score makes of a kind is its document's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from scoring.document import Context, FactKind, FactKinds, Handling
from scoring.rule_checks import Complaint
from services.kernel.seeds import load

UNLISTED = Handling(
    office="super_app", purpose="service", recipients=("platform",), sensitivity="middle"
)


def kinds() -> Mapping[str, FactKind]:
    """All kinds, by name. Raises `SeedFault`."""
    return _catalogue().kinds


def handling(kind: str) -> Handling:
    """How facts of a kind are handled."""
    known = kinds().get(kind)
    return UNLISTED if known is None else _catalogue().handling(known)


def keepers() -> frozenset[str]:
    """All offices and platforms that write facts down, by the catalogue."""
    parts, own = _catalogue().contexts.values(), (kind.office for kind in kinds().values())
    return frozenset({part.office for part in parts} | set(filter(None, own)))


def _catalogue() -> FactKinds:
    return load("scores/fact_kinds.yaml", FactKinds, _check)


def _check(file: FactKinds) -> Iterator[Complaint]:
    for context in get_args(Context):
        if context not in file.contexts:
            yield Complaint(("contexts",), f"{context} is missing", "every part of life")
