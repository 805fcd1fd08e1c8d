"""What is not lived through is summed up: of a long leap, plausible facts of services, and said so.

A month at a time, each resident used some services as often as their files say; money does not
move. Every such fact bears the purpose `summary`, so nobody takes it for a thing that happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.kernel.seeds import PER_MILLE
from services.kernel.time import DAY_S, TownTime, day_number
from services.kernel.town import Event, Randomness, Town
from services.law import legitimacy
from services.living import errands
from services.living.residents.folk import Resident, compliance, happens, residents
from services.people.facts import Fact, record

SUMMARY = "summary"
MONTH_S = 30 * DAY_S
DAYS_TOLD = 3  # of a month: a summary tells less than a life


@dataclass(frozen=True, slots=True)
class SilentDays(Event):
    """Days that nobody lived through, and by how many facts of residents they are summed up."""

    first: int
    last: int
    facts: int


def sum_up(town: Town, first: TownTime, end: TownTime) -> None:
    """Let the residents have lived from a midnight to another. Nothing where these are one."""
    told = 0
    for month in range(first, end, MONTH_S):
        then = replace(town, now=TownTime(min(month + MONTH_S, end) - 1))
        for someone in residents(town):
            found = list(_month_of(then, someone))
            record(then, *found)
            told += len(found)
    if told:
        town.emit(SilentDays(day_number(first), day_number(end - 1), told))


def _month_of(town: Town, someone: Resident) -> Iterator[Fact]:
    who, day = someone.participant_id, day_number(town.now)
    kept = legitimacy.lowered(someone.habit.honours, legitimacy.trust(town), compliance())
    chance = Randomness(town.workshop.secret, f"silence|{someone.name}|{day}")
    for service in errands.services().values():
        rate = min(PER_MILLE, service.used.rate(someone.habit_name) * DAYS_TOLD)
        picked = [chance.pick(step.options) for step in service.steps]
        in_time = happens(chance, kept)
        if chance.below(PER_MILLE) >= rate:
            continue
        price = sum(one.fen for one in picked)
        traces = (*service.leaves, *(trace for one in picked for trace in one.leaves))
        left = {t.kind: (price if t.amount == "price" else t.amount, t.source) for t in traces}
        for later in (one.later for one in picked if one.later):
            left[later.in_time if in_time else later.late] = (later.fen, None)
        for kind, (amount, source) in left.items():
            yield Fact(
                who,
                kind,
                amount,
                counterpart=service.merchant,
                source=source or service.office,
                purpose=SUMMARY,
                key=f"{SUMMARY}:{who}:{service.service_id}:{day}:{kind}",
            )
