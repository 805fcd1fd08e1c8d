"""Who may read or change what, by command, read off the routers: no list is kept by hand.

A command is asked what it would do, with a few words after it; it runs nothing. What only reads
says so (`Act.reads`); whatever else it answers, or that it wants other words, counts as changing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from bot.acts import Access, Act
from bot.features import Feature
from services.kernel.errors import RuleError


class Chair(StrEnum):
    """From where somebody acts."""

    VISITOR = "visitor"
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    ADMIN = "admin"


class Right(StrEnum):
    """The most that a command does from a chair."""

    READS = "reads"
    CHANGES = "changes"


Matrix = Mapping[str, Mapping[Chair, Right]]
ALL = tuple(Chair)
KEEPERS = (Chair.FACILITATOR, Chair.ADMIN)  # an admin may do what a facilitator may
CHAIRS: Mapping[Access, tuple[Chair, ...]] = {
    Access.ANYONE: ALL,
    Access.AT_HOME: ALL,
    Access.PARTICIPANT: (Chair.PARTICIPANT,),
    Access.FACILITATOR: KEEPERS,
    Access.WORKSHOP: KEEPERS,
    Access.ADMIN: (Chair.ADMIN,),
}
WORDS = ("", "x", "1", "1 x", "x 1")


def matrix(features: Iterable[Feature]) -> Matrix:
    """Every command of these features by name, with what it does from each chair."""
    features = tuple(features)
    found: dict[str, dict[Chair, Right]] = {}
    for feature in features:
        for router in feature.routers:
            for name, parse in router.typed:
                _allow(found, name, router.access, right_of(parse))
    for feature in features:
        for command in feature.commands:  # those that are heard in a way of their own
            if not found.get(command.name, {}).keys() & set(CHAIRS[command.access]):
                _allow(found, command.name, command.access, Right.CHANGES)
    return dict(sorted(found.items()))


def right_of(parse: Callable[[str], Act]) -> Right:
    """The most that a command does, whatever words come after it."""
    for words in WORDS:
        try:
            act = parse(words)
        except RuleError:
            return Right.CHANGES
        if not act.reads:
            return Right.CHANGES
    return Right.READS


def _allow(found: dict[str, dict[Chair, Right]], name: str, access: Access, right: Right) -> None:
    for chair in CHAIRS[access]:
        rights = found.setdefault(name, {})
        if rights.get(chair) is not Right.CHANGES:
            rights[chair] = right
