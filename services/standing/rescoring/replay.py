"""What if: the stored facts of the town judged again under another law or another document.

Nothing is kept and nobody is named: what comes out is how many scores would move, and by how much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from scoring import ScoreDocument
from services.kernel.errors import RuleError
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.law import statutes, switchboard
from services.law.statutes import Deed
from services.standing.agencies import (
    Agency,
    document,
    find,
    hearing,
    library,
    members,
    touched,
)
from services.standing.scores import Lawful, Reading, law_of, open_book, scores_by


class NoSuchDocument(RuleError):
    """There is no score document of that name and version. Fields: `typed`, `known`."""


class NothingToReplay(RuleError):
    """The switch decides what is told, not what is scored. Field: `switch`."""


HUNDREDTHS = 100
TYPED_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What would become of one agency's scores. `mean_hundredths` is of all whom it rates."""

    agency: Agency
    people: int
    up: int
    down: int
    mean_hundredths: int

    @property
    def moved(self) -> int:
        """How many scores would not stay as they are."""
        return self.up + self.down


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The town under another rule: the agencies that it would touch, and what would move."""

    rule: str  # a switch, or the agency whose document is exchanged
    instead: str
    shifts: tuple[Shift, ...]

    @property
    def moved(self) -> int:
        """All scores that would move."""
        return sum(shift.moved for shift in self.shifts)


def what_if(town: Town, rule: str, instead: str) -> WhatIf:
    """Judge everybody again, with a switch set otherwise, an agency's document exchanged, or a
    statute enacted or repealed (`enact reasons_law`).

    Raises `NotAllowed`, `UnknownValue`, `NothingToReplay`, `NoSuchAgency`, `NoSuchDocument`, and
    what drafting a statute raises.
    """
    require(town, *STEWARDS)
    if (deed := rule.strip().lower()) in set(Deed):
        return _under_statutes(town, Deed(deed), instead)
    for switch, setting in switchboard.catalogue().items():
        if switch.value == rule.strip().lower():
            return _under_another_law(town, setting, instead)
    return _under_another_document(town, find(rule), instead)


def moves_of(town: Town, instead: Mapping[str, str]) -> dict[ParticipantId, int] | None:
    """At how many agencies more somebody's score would rise than fall if these switches stood
    otherwise; everybody who is rated by any that hangs on them. None where no score does.
    """
    known = {setting.switch.value: setting for setting in switchboard.catalogue().values()}
    documents = {
        one: document(town, one.agency_id) for name in instead for one in touched(town, known[name])
    }
    if not documents:
        return None
    now, found = law_of(town), dict[ParticipantId, int]()
    lawful = replace(now, switches={**now.switches, **instead})
    for before, after in _both(town, documents, lawful).values():
        for who in before:
            sign = (after[who] > before[who]) - (after[who] < before[who])
            found[who] = found.get(who, 0) + sign
    return found


def _under_another_law(town: Town, setting: switchboard.Setting, typed: str) -> WhatIf:
    switch = setting.switch.value
    if not setting.is_on_off:
        raise NothingToReplay(switch=switch)
    value = str(switchboard.read_value(setting, typed))
    return WhatIf(switch, value, _with(town, {setting: value}, switch))


def _under_statutes(town: Town, deed: Deed, typed: str) -> WhatIf:
    found, known = statutes.draft(town, deed, typed), switchboard.catalogue()
    changes = {known[one.switch]: str(one.value) for one in found.changes}
    shifts = _with(town, changes, found.what)
    return WhatIf(found.what, "off" if deed is Deed.REPEAL else "on", shifts)


def _with(town: Town, changes: Mapping[switchboard.Setting, str], name: str) -> tuple[Shift, ...]:
    """What would move if some switches stood otherwise. Raises `NothingToReplay`, by the name."""
    now = law_of(town)
    values = {setting.switch.value: value for setting, value in changes.items()}
    documents = {
        one: document(town, one.agency_id) for setting in changes for one in touched(town, setting)
    }
    if not documents:
        raise NothingToReplay(switch=name)
    return _shifts(town, documents, replace(now, switches={**now.switches, **values}))


def _under_another_document(town: Town, one: Agency, typed: str) -> WhatIf:
    paper = _paper(typed)
    shifts = _shifts(town, {one: paper}, law_of(town))
    return WhatIf(one.agency_id, f"{paper.id} {paper.version}", shifts)


def _paper(typed: str) -> ScoreDocument:
    """`sesame`, or `sesame 2` for a version; the latest where none is named."""
    name, _, version = typed.strip().lower().partition(" ")
    found = [
        paper
        for paper in library().documents.values()
        if paper.id == name and version.strip() in ("", str(paper.version))
    ]
    if not found:
        known = ", ".join(sorted({name for name, _ in library().documents}))
        raise NoSuchDocument(typed=typed.strip()[:TYPED_MAX], known=known)
    return max(found, key=lambda paper: paper.version)


def _shifts(
    town: Town, documents: Mapping[Agency, ScoreDocument], lawful: Lawful
) -> tuple[Shift, ...]:
    """What would move at every agency."""
    return tuple(_shift(one, *pair) for one, pair in _both(town, documents, lawful).items())


def _both(
    town: Town, documents: Mapping[Agency, ScoreDocument], lawful: Lawful
) -> dict[Agency, tuple[Mapping[ParticipantId, int], Mapping[ParticipantId, int]]]:
    """Every agency's scores as they are and as they would be, from one reading of the facts."""
    now = law_of(town)
    pairs = {
        one: (
            Reading.now(town, document(town, one.agency_id), now, heard := hearing(town, name)),
            Reading.now(town, paper, lawful, heard),
        )
        for one, paper in documents.items()
        for name in [one.agency_id]
    }
    rated = {one: members(town, one.agency_id) for one in documents}
    everybody = sorted({who for people in rated.values() for who in people})
    book = open_book(town, everybody, *chain.from_iterable(pairs.values()))
    return {
        one: (
            scores_by(town, book, before, rated[one]),
            scores_by(town, book, after, rated[one]),
        )
        for one, (before, after) in pairs.items()
    }


def _shift(
    one: Agency, before: Mapping[ParticipantId, int], after: Mapping[ParticipantId, int]
) -> Shift:
    moves = [after[who] - before[who] for who in before if who in after]
    return Shift(
        agency=one,
        people=len(moves),
        up=sum(move > 0 for move in moves),
        down=sum(move < 0 for move in moves),
        mean_hundredths=_mean_hundredths(moves),
    )


def _mean_hundredths(moves: list[int]) -> int:
    """The mean in hundredths of a point, rounded towards zero; 0 of nobody."""
    if not moves:
        return 0
    total = HUNDREDTHS * sum(moves)
    return total // len(moves) if total >= 0 else -(-total // len(moves))
