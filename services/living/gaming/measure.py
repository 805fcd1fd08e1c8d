"""The price of disclosure, both sides of it, from one replay.

For each period of the law: how many points gamers and all others gained, how much of that came of
acts done for points, and how many of those below a gate could have been told a way over it. Owns
the table; means in hundredths, shares in whole percent, all rounded down; groups that are too small
are struck out by the guard of the audit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, select

from scoring import Recourse
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.time import DAY_S, TOWN_OPENS_AT, Moment, TownTime
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.law import switchboard
from services.law.switchboard import Switch
from services.living.gaming.catalogue import catalogue
from services.living.gaming.choosing import Knowledge, causes, knowledge_at
from services.people.facts import STANDING_FACTS
from services.people.identity import PEOPLE
from services.standing import agencies
from services.standing.agencies import Agency
from services.standing.scores import (
    GROUP_MIN,
    PAY_SCORE,
    PERCENT,
    evaluate_for,
    gates,
    law_of,
    next_way,
    scores_of,
    too_small,
)


class NothingPlayedYet(RuleError):
    """No period of the law has lasted a town day yet, so there is nothing to compare."""


LEAST_S = DAY_S  # whoever plays does so once a day: a shorter period holds nothing to compare
PERIODS_MAX = 4  # the latest ones: each is replayed three times while the town waits
ASKED_MAX = 20  # of those below a gate, for how many a way is sought


@dataclass(frozen=True, slots=True)
class Period:
    """From one town time to another, one thing could be known."""

    knowledge: Knowledge
    start: TownTime
    end: TownTime


@dataclass(frozen=True, slots=True)
class Gain:
    """What one group gained in a period; without numbers where they would tell of persons."""

    people: int | None
    mean_hundredths: int = 0
    played_hundredths: int = 0
    played_percent: int | None = None  # None where nothing was gained and nothing played


@dataclass(frozen=True, slots=True)
class Ways:
    """Of those below a gate at the end: how many were looked at, and who had an affordable way.

    `could_be_told` is how many of these ways the law lets be named: all, or none.
    """

    below: int
    asked: int
    found: int
    could_be_told: int


@dataclass(frozen=True, slots=True)
class Helped:
    """How many people volunteered, and how many of these never longer than the least that counts.

    Of all people, and of none of them who they are.
    """

    people: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPlayed:
    """One period: what could be known, who gained how, and the ways; None without a gate."""

    knowledge: Knowledge
    start: Moment
    end: Moment
    acts: int  # done for points, by all gamers together
    gamers: Gain
    others: Gain
    ways: Ways | None
    helped: Helped


@dataclass(frozen=True, slots=True)
class GamingTable:
    """The whole trade-off of one score, oldest period first."""

    title: Localized
    at: Moment
    periods: tuple[PeriodPlayed, ...]
    left_out: int


def gaming(town: Town, typed: str = PAY_SCORE) -> GamingTable:
    """What disclosure cost and gave. Raises `NotAllowed`, `NoSuchAgency`, `NothingPlayedYet`."""
    require(town, *STEWARDS)
    one, found = agencies.find(typed), periods(town)
    if not found:
        raise NothingPlayedYet
    table = tuple(_period(town, one, period) for period in found[-PERIODS_MAX:])
    return GamingTable(one.title, Moment(town.now), table, len(found) - len(table))


def periods(town: Town) -> list[Period]:
    """The periods of a day at least, oldest first; the present one ends now."""
    turns_of_law = switchboard.course(town, Switch.EXPLANATION).turns
    starts = sorted({TOWN_OPENS_AT, *(turn for turn in turns_of_law if turn <= town.now)})
    known = [(start, knowledge_at(town, start)) for start in starts]
    turns = [next(same) for _, same in groupby(known, key=itemgetter(1))]
    ends = [*(start for start, _ in turns[1:]), town.now]
    found = [Period(what, start, end) for (start, what), end in zip(turns, ends, strict=True)]
    return [one for one in found if one.end - one.start >= LEAST_S]


@dataclass(frozen=True, slots=True)
class Replay:
    """Everybody's score when a period began, when it ended, and had nobody played in it."""

    before: Mapping[ParticipantId, int]
    after: Mapping[ParticipantId, int]
    unplayed: Mapping[ParticipantId, int]
    acts: int


def replayed(town: Town, one: Agency, period: Period, people: Collection[ParticipantId]) -> Replay:
    """One document, law and hearing, those of the period's end, on three sets of facts."""
    then, start = replace(town, now=period.end), replace(town, now=period.start)
    last = _last_moment(town, period)
    document, lawful = agencies.document(last, one.agency_id), law_of(last)
    heard = agencies.hearing(last, one.agency_id)
    played = causes(town, period.start, period.end)
    after = scores_of(then, people, document, lawful, heard)
    return Replay(
        scores_of(start, people, document, lawful, heard),
        after,
        scores_of(then, people, document, lawful, heard, without=played) if played else after,
        len(played),
    )


def _last_moment(town: Town, period: Period) -> Town:
    """The town before what ended a period: another law may have come with it."""
    return replace(town, now=TownTime(period.end - 1))


def _period(town: Town, one: Agency, period: Period) -> PeriodPlayed:
    people, gamers = _people(town, one, period)
    replay = replayed(town, one, period, people)
    groups = {
        "gamers": [who for who in people if who in gamers],
        "others": [who for who in people if who not in gamers],
    }
    hidden = too_small({name: len(members) for name, members in groups.items()})
    gains = {
        name: Gain(None) if name in hidden else _gain(members, replay)
        for name, members in groups.items()
    }
    return PeriodPlayed(
        knowledge=period.knowledge,
        start=Moment(period.start),
        end=Moment(period.end),
        acts=replay.acts,
        gamers=gains["gamers"],
        others=gains["others"],
        ways=_ways(town, one, period, replay.after),
        helped=_helped(town, period),
    )


def _helped(town: Town, period: Period) -> Helped:
    longest = (
        select(func.max(STANDING_FACTS.c.amount))
        .where(
            STANDING_FACTS.c.workshop_id == town.workshop_id,
            STANDING_FACTS.c.kind == "volunteering",
            STANDING_FACTS.c.town_s > period.start,
            STANDING_FACTS.c.town_s <= period.end,
        )
        .group_by(STANDING_FACTS.c.participant_id)
    )
    hours = town.conn.scalars(longest).all()
    return Helped(len(hours), sum(one <= catalogue().least_hours for one in hours))


def _people(
    town: Town, one: Agency, period: Period
) -> tuple[list[ParticipantId], set[ParticipantId]]:
    """Whom the agency rated when the period began, and the gamers of the town."""
    start = replace(town, now=period.start)
    mine = PEOPLE.c.workshop_id == town.workshop_id
    rows = town.conn.execute(select(PEOPLE).where(mine)).all()
    here = {row.participant_id for row in rows if row.joined_town_s <= period.start}
    plays = catalogue().habits
    gamers = {row.participant_id for row in rows if row.person_id is None and row.habit in plays}
    return [who for who in agencies.members(start, one.agency_id) if who in here], gamers


def _gain(members: Sequence[ParticipantId], replay: Replay) -> Gain:
    total = sum(replay.after[who] - replay.before[who] for who in members)
    played = sum(replay.after[who] - replay.unplayed[who] for who in members)
    return Gain(
        len(members),
        PERCENT * total // len(members),
        PERCENT * played // len(members),
        _share(total, played),
    )


def _share(total: int, played: int) -> int | None:
    """All of it where, but for playing, nothing would have been gained."""
    if played <= 0:
        return 0 if total > 0 else None
    return PERCENT if played >= total else PERCENT * played // total


def _ways(
    town: Town, one: Agency, period: Period, scores: Mapping[ParticipantId, int]
) -> Ways | None:
    """Ways over each one's next gate. Not told where so few are below that it tells of persons."""
    then, last = replace(town, now=period.end), _last_moment(town, period)
    document = agencies.document(last, one.agency_id)
    highest = max((g.at_least for g in gates().values() if g.document == document.id), default=0)
    below = [who for who, score in scores.items() if score < highest]
    if len(below) < GROUP_MIN:
        return None
    asked = below[:ASKED_MAX]
    evaluated = evaluate_for(then, asked, one.agency_id, law_of(last)).values()
    found = sum(_can_afford(next_way(mine, period.end)) for mine in evaluated)
    told_of = 0 if period.knowledge is Knowledge.HIDDEN else found
    return Ways(len(below), len(asked), found, told_of)


def _can_afford(answer: Recourse | None) -> bool:
    budget = catalogue().budget
    return answer is not None and any(
        change.price_fen <= budget.fen and change.days <= budget.days for change in answer.changes
    )
