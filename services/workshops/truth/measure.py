"""How many of those who were listed truly did it, and what it cost those who did not.

From the town's own rows, for whoever runs it. Nothing of this is told to a participant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.localized import Localized
from services.kernel.time import DAY_S, Moment
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.law import switchboard
from services.law.switchboard import Switch
from services.living.errands import LEARNED
from services.people.facts import FACTS
from services.people.identity import neighbours
from services.social import kin
from services.standing import accusations, agencies, complaints, courts, listings, payrolls
from services.standing.complaints import About
from services.standing.listings import Colour, Listing
from services.workshops.truth.behind import Behind, behind

HUNDREDTHS = 100
PERCENT = 100
Times = Mapping[ParticipantId, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Mean:
    """Of how many, and the mean in hundredths; None of nobody."""

    count: int
    hundredths: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTruth:
    """One rule's listings. `unknown` are in neither of the other numbers' shares."""

    ground: str
    title: Localized | None
    version: int | None
    listed: int
    wrong: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTruth:
    """One agency's black list against what happened."""

    agency_id: str
    title: Localized
    rules: tuple[RuleTruth, ...]
    innocent: int  # people of the town who did nothing that it lists for
    innocent_listed: int
    discovery: (
        Mean  # days from the listing to the first sign that its person knows, of wrongful ones
    )
    cure: Mean  # days from contesting to the end, of wrongful ones
    cleared: Mean  # days from the listing to its end, of wrongful ones that ended
    kin: int  # relatives whom its listings reach and who did nothing
    offenders: int  # listed, and truly

    @property
    def listed(self) -> int:
        """Entries that were ever published."""
        return sum(rule.listed for rule in self.rules)

    @property
    def wrong(self) -> int:
        """Those of them behind which there is no deed."""
        return sum(rule.wrong for rule in self.rules)

    @property
    def unknown(self) -> int:
        """Those of which the simulator does not know."""
        return sum(rule.unknown for rule in self.rules)

    @property
    def false_discovery_percent(self) -> int | None:
        """Of those listed, how many did nothing."""
        return percent(self.wrong, self.listed - self.unknown)

    @property
    def false_positive_percent(self) -> int | None:
        """Of those who did nothing, how many are listed."""
        return percent(self.innocent_listed, self.innocent)

    @property
    def kin_hundredths(self) -> int | None:
        """Relatives reached for each true offender, in hundredths; None without any offender."""
        return HUNDREDTHS * self.kin // self.offenders if self.offenders else None


@dataclass(frozen=True, slots=True)
class TruthTable:
    """All agencies that ever listed anybody."""

    at: Moment
    people: int
    agencies: tuple[AgencyTruth, ...]


def truth(town: Town) -> TruthTable:
    """What the lists of the town are worth so far. Raises `NotAllowed` for participants."""
    require(town, *STEWARDS)
    found = listings.ever(town, Colour.BLACK)
    by_agency = defaultdict[str, list[tuple[Listing, Behind]]](list)
    for listing, deed in zip(found, behind(town, found), strict=True):
        by_agency[listing.agency].append((listing, deed))
    people = frozenset(one.participant_id for one in neighbours(town))
    filed, learned = _filed(town), _learned(town)
    lines = tuple(
        _agency(town, agency, people, by_agency[agency], (filed, learned))
        for agency in agencies.catalogue()
        if agency in by_agency
    )
    return TruthTable(Moment(town.now), len(people), lines)


def percent(part: int, whole: int) -> int | None:
    """A share in per cent, rounded to the nearest; None of nothing."""
    return (PERCENT * part + whole // 2) // whole if whole > 0 else None


def _agency(
    town: Town,
    agency: str,
    people: frozenset[ParticipantId],
    entries: Sequence[tuple[Listing, Behind]],
    heard: tuple[Times, Times],
) -> AgencyTruth:
    wrong = [listing for listing, deed in entries if deed.is_right is False]
    offenders = {listing.participant_id for listing, deed in entries if deed.is_right}
    guilty = offenders | (_courts_offenders(town) if agency == courts.AGENCY else set())
    filed, learned = heard
    contested = _since_listed(wrong, filed)
    served = {one.participant_id: [one.served] for one in wrong if one.served is not None}
    known = _since_listed(wrong, filed, learned, served)
    return AgencyTruth(
        agency_id=agency,
        title=agencies.catalogue()[agency].title,
        rules=_rules(entries),
        innocent=len(people - guilty),
        innocent_listed=len({one.participant_id for one in wrong} - guilty),
        discovery=_mean(at - one.listed for one, at in known),
        cure=_mean(
            one.delisted - at for one, at in contested if one.delisted and one.delisted >= at
        ),
        cleared=_mean(one.delisted - one.listed for one in wrong if one.delisted),
        kin=len(_reached(town, entries) - guilty),
        offenders=len(offenders),
    )


def _rules(entries: Iterable[tuple[Listing, Behind]]) -> tuple[RuleTruth, ...]:
    by_rule = defaultdict[tuple[str, str, int], list[Behind]](list)
    for _, deed in entries:
        name = "" if deed.title is None else deed.title.en
        by_rule[deed.ground, name, deed.version or 0].append(deed)
    return tuple(
        RuleTruth(
            ground=deeds[0].ground,
            title=deeds[0].title,
            version=deeds[0].version,
            listed=len(deeds),
            wrong=sum(deed.is_right is False for deed in deeds),
            unknown=sum(deed.is_right is None for deed in deeds),
        )
        for _, deeds in sorted(by_rule.items())
    )


def _courts_offenders(town: Town) -> set[ParticipantId]:
    """Who did what the court lists for, listed or not."""
    late = {one.debtor for one in courts.open_judgments(town) if one.due.town_s < town.now}
    return late | accusations.truly_to_blame(town) | payrolls.overdue(town)


def _learned(town: Town) -> Times:
    """When people were kept out somewhere, and so learned that they are listed."""
    told, at = defaultdict[ParticipantId, list[int]](list), FACTS.c
    mine = (at.workshop_id == town.workshop_id, at.kind == LEARNED)
    for who, when in town.conn.execute(select(at.participant_id, at.town_s).where(*mine)):
        told[ParticipantId(who)].append(when)
    return told


def _filed(town: Town) -> Times:
    """When people contested a listing."""
    told = defaultdict[ParticipantId, list[int]](list)
    for one in complaints.of_town(town):
        if one.about is About.LISTING:
            told[one.who].append(one.opened.town_s)
    for who, at in accusations.late_counter_claims(town):
        told[who].append(at)
    return told


def _since_listed(found: Iterable[Listing], *heard: Times) -> list[tuple[Listing, int]]:
    """Each listing with the first time after it, of those that have one."""
    firsts = []
    for one in found:
        times = (at for when in heard for at in when.get(one.participant_id, ()))
        first = min((at for at in times if at >= one.listed), default=None)
        if first is not None:
            firsts.append((one, first))
    return firsts


def _reached(town: Town, entries: Iterable[tuple[Listing, Behind]]) -> set[ParticipantId]:
    """Relatives whom listings of the town's own reach, while the law lets kin count."""
    kin_law = switchboard.course(town, Switch.KIN)
    listed = {
        one.participant_id
        for one, _ in entries
        if not one.is_companys and kin_law.at(one.published or town.now) == "on"
    }
    families = kin.families_of(town, listed) if listed else {}
    return {one.participant_id for family in families.values() for one in family}


def _mean(seconds: Iterable[int]) -> Mean:
    times = list(seconds)
    if not times:
        return Mean(0, None)
    return Mean(len(times), HUNDREDTHS * sum(times) // (len(times) * DAY_S))
