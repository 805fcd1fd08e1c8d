"""Each rule that closes a door, held against the tests of law as they would be put today.

Nothing is stored. What a rater reads is taken from its document in force without what the law
forbids, so that a change of law changes the opinion. It is a teaching aid and no legal advice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scoring.document import Context
from services.kernel.errors import RuleError
from services.kernel.town import Role, Town, UnitOfWork
from services.law.switchboard import Switch
from services.people.facts import kinds
from services.people.identity import own_town
from services.standing import agencies, sanctions, scores
from services.standing.agencies import Agency, AgencyKind
from services.standing.legality.catalogue import (
    DoorWeight,
    LegalTest,
    QuestionId,
    RaterWeight,
    Verdict,
    catalogue,
)
from services.standing.sanctions import ListSanction, Sanction

HALF = 2  # one part in two


class NoSuchRule(RuleError):
    """No rule of this name closes a door."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one test finds; `elsewhere` are the parts of life that data come from and should not."""

    test: LegalTest
    verdict: Verdict
    elsewhere: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinion:
    """One rule and all that was found.

    `is_in_force`: the law lets it close doors now; otherwise it is a draft.
    """

    sanction: Sanction
    rater: Agency
    is_in_force: bool
    is_mine: bool  # it keeps the asker out today
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst finding."""
        return max(finding.verdict for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Case:
    """A rule before the tests, with all that they ask about."""

    sanction: Sanction
    rater: Agency
    door: DoorWeight
    weight: RaterWeight
    reads: Mapping[Context, int]  # kinds of facts that count, by part of life
    law: scores.Lawful

    def is_on(self, switch: Switch) -> bool:
        """Whether the law in force says so."""
        return self.law.switches[switch] == "on"


Answer: TypeAlias = "Verdict | tuple[Verdict, tuple[Context, ...]] | None"  # None: not asked here


def opinions(uow: UnitOfWork) -> tuple[Opinion, ...]:
    """Every rule of the visitor's town, in the file's order."""
    town = own_town(uow)
    return tuple(_opinion(town, one) for one in _rules())


def opinion(uow: UnitOfWork, sanction_id: str) -> Opinion:
    """One rule. Raises `NoSuchRule`."""
    town = own_town(uow)
    for one in _rules():
        if one.sanction_id == sanction_id:
            return _opinion(town, one)
    raise NoSuchRule


def _rules() -> tuple[Sanction, ...]:
    file = sanctions.catalogue()
    return (*file.by_list.values(), *file.by_score.values())


def _opinion(town: Town, sanction: Sanction) -> Opinion:
    file, rater = catalogue(), agencies.agency(sanction.agency)
    lawful = scores.law_of(town)
    case = Case(
        sanction=sanction,
        rater=rater,
        door=file.doors[sanction.closes],
        weight=file.raters[rater.kind],
        reads=_read(town, rater, lawful),
        law=lawful,
    )
    found = []
    for test_id, test in file.tests.items():
        answer = TESTS[test_id](case)
        if answer is not None:
            verdict, elsewhere = answer if isinstance(answer, tuple) else (answer, ())
            found.append(Finding(test, verdict, elsewhere))
    return Opinion(
        sanction=sanction,
        rater=rater,
        is_in_force=sanctions.is_applied(town, sanction),
        is_mine=_keeps_out(town, sanction),
        findings=tuple(found),
    )


def _keeps_out(town: Town, sanction: Sanction) -> bool:
    if town.actor.role is not Role.PARTICIPANT:
        return False
    return any(one.sanction == sanction for one in sanctions.in_force(town, town.actor.pid))


def _read(town: Town, rater: Agency, lawful: scores.Lawful) -> Mapping[Context, int]:
    rules = agencies.document(town, rater.agency_id).rules
    read = {kind for rule in rules for kind in rule.kinds} - lawful.forbidden
    return Counter(kinds()[kind].context for kind in read)


def _basis(case: Case) -> Answer:
    if case.sanction.provenance == "national_rule":
        return Verdict.LAWFUL
    is_private = case.rater.kind in (AgencyKind.COMPANY, AgencyKind.PLATFORM)
    return Verdict.DOUBTFUL if is_private else Verdict.FORBIDDEN


def _spread(case: Case) -> Answer:
    if not isinstance(case.sanction, ListSanction):
        return None
    return Verdict.FORBIDDEN if case.is_on(Switch.JOINT_SANCTIONS) else Verdict.LAWFUL


def _context(case: Case) -> Answer:
    if case.weight.decides == "people":
        return None  # a decision on one case rates nobody's life
    elsewhere = {part: n for part, n in case.reads.items() if part not in case.door.about}
    if not elsewhere:
        return Verdict.LAWFUL
    is_most = HALF * sum(elsewhere.values()) > sum(case.reads.values())
    most_first = sorted(elsewhere, key=lambda part: (-elsewhere[part], part))
    return (Verdict.FORBIDDEN if is_most else Verdict.DOUBTFUL), tuple(most_first)


def _proportion(case: Case) -> Answer:
    too_much = case.door.weighs - case.weight.grave
    return Verdict(min(max(too_much, 0), Verdict.FORBIDDEN))


def _machine(case: Case) -> Answer:
    if case.weight.decides == "people" or case.door.weighs == 1:
        return Verdict.LAWFUL
    return Verdict.DOUBTFUL if case.rater.voluntary else Verdict.FORBIDDEN


def _reasons(case: Case) -> Answer:
    told = case.law.explanation
    if told is scores.Explanation.NONE:
        return Verdict.FORBIDDEN
    return Verdict.DOUBTFUL if told.is_secret else Verdict.LAWFUL


def _minors(case: Case) -> Answer:
    if not isinstance(case.sanction, ListSanction):
        return None
    if case.rater.kind is AgencyKind.COURT and not case.is_on(Switch.MINORS_SPARED):
        return Verdict.FORBIDDEN
    reaches = case.sanction.reaches == "child" and case.is_on(Switch.KIN)
    return Verdict.DOUBTFUL if reaches else Verdict.LAWFUL


def _served(case: Case) -> Answer:
    if not isinstance(case.sanction, ListSanction) or case.rater.kind is not AgencyKind.COURT:
        return None
    return Verdict.LAWFUL if case.is_on(Switch.LISTING_SERVED) else Verdict.FORBIDDEN


TESTS: Mapping[QuestionId, Callable[[Case], Answer]] = {
    QuestionId.BASIS: _basis,
    QuestionId.SPREAD: _spread,
    QuestionId.CONTEXT: _context,
    QuestionId.PROPORTION: _proportion,
    QuestionId.MACHINE: _machine,
    QuestionId.REASONS: _reasons,
    QuestionId.MINORS: _minors,
    QuestionId.SERVED: _served,
}
