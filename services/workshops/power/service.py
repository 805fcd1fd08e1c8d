"""What those who rate may read, and what each role really did, counted from the audit log.

Read off the documents in force, the law and the log: nothing is listed by hand. Which commands a
role has is the face's half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.kernel.audit_log import counts
from services.kernel.errors import NoWorkshop
from services.kernel.localized import Localized
from services.kernel.town import UnitOfWork
from services.people.facts import kinds
from services.people.identity import facilitator_town
from services.standing import agencies
from services.standing.scores import Explanation, law_of

OWN = "own"


@dataclass(frozen=True, slots=True)
class Rater:
    """One that rates: how many kinds of facts it reads, and how many are in people's own hands."""

    title: Localized
    kinds: int
    own: int


@dataclass(frozen=True, slots=True)
class Power:
    """`done` counts acts by role and name. Without a town of one's own: of all, and no raters."""

    explanation: Explanation | None
    raters: tuple[Rater, ...]
    done: Mapping[tuple[str, str], int]


def power(uow: UnitOfWork) -> Power:
    """The map of the town that the visitor runs; an admin who runs none sees all acts."""
    try:
        town = facilitator_town(uow, also_closed=True)
    except NoWorkshop:
        return Power(None, (), counts(uow.conn))
    lawful = law_of(town)
    found = []
    for name, one in agencies.catalogue().items():
        rules = agencies.document(town, name).rules
        read = {kind for rule in rules for kind in rule.kinds} - lawful.forbidden
        own = [kind for kind in read if kinds()[kind].hands == OWN]
        found.append(Rater(one.title, len(read), len(own)))
    return Power(lawful.explanation, tuple(found), counts(town.conn, town.workshop_id))
