"""A year judged under a law: scores by all agencies, lists and doors, by the town's own rules.

Documents, hearings, companies' lists, what friends add and which rules close doors are asked of
those who own them. What the town knows row by row alone is told here in columns, and says so: a
judgment not paid in time lists, and a listing reaches a child.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring import FactTable, Strand, evaluate_columns, features
from services.kernel.seeds import PERCENT
from services.kernel.time import DAY_S
from services.law import switchboard
from services.law.switchboard import Switch, Value
from services.social import friends, kin
from services.standing import agencies, courts, listings, lists, sanctions, scores
from services.standing.agencies import Agency, EntryRules
from services.standing.listings import Colour
from services.standing.sanctions import ListSanction
from services.standing.scores import PAY_SCORE
from services.workshops.lab.chance import below, drawn, key_of
from services.workshops.lab.living import Ints, Year

Law = Mapping[str, Value]
Mask = NDArray[np.bool_]
COURT, LISTED, DELISTED = "court", "listed", "delisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a law made of a year, resident by resident."""

    scores: Mapping[str, NDArray[np.int32]]  # by agency, the last; of everybody, rated or not
    rated: Mapping[str, Mask]
    listed: Ints  # how many scorings they stood on the court's list at
    by_companies: Ints  # and how often on a company's black list
    praised: Ints  # how often on the town's red list, or a company's
    doors: Mapping[str, Ints]  # by door, at how many scorings it was closed to them
    scorings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What stays the same from one scoring to the next."""

    year: Year
    law: Law
    lawful: scores.Lawful
    table: FactTable
    heard: Mapping[str, FactTable]  # by agency
    rated: Mapping[str, Mask]


def judge(year: Year, law: Law, *, scorings: int = 12) -> Judged:
    """Everybody's scores by every agency so many times, with lists and doors each time."""
    seat = bench(year, law)
    given: dict[str, NDArray[np.int32]] = {}
    listed, by_companies, praised = np.zeros((3, year.people), dtype=np.int64)
    doors = {door: np.zeros(year.people, dtype=np.int64) for door in sanctions.doors()}
    for number in range(1, scorings + 1):
        as_of = year.days * DAY_S * number // scorings
        given = {one: score(seat, one, as_of) for one in agencies.catalogue()}
        black = {COURT: _listed_at(seat.table, year, as_of)}
        for one in agencies.companies() if law[Switch.COMPANY_LISTS] == "on" else ():
            if one.lists is not None:
                red, black[one.agency_id] = _company(seat, one, one.lists, given[one.agency_id])
                by_companies += black[one.agency_id]
                praised += red
        listed += black[COURT]
        red = _praised(seat, given[PAY_SCORE], black[COURT])
        praised += red
        for door, shut in _closed(seat, given, black, red).items():
            doors[door] += shut
    return Judged(
        scores=given,
        rated=seat.rated,
        listed=listed,
        by_companies=by_companies,
        praised=praised,
        doors=doors,
        scorings=scorings,
    )


def law_with(changes: Sequence[str]) -> Law:
    """The law as it is from the start, with `switch=value` changed.

    Raises `UnknownSwitch`, `UnknownValue`.
    """
    said = {switch.value: setting.default for switch, setting in switchboard.catalogue().items()}
    by_name = {switch.value: one for switch, one in switchboard.catalogue().items()}
    for change in changes:
        name, _, typed = change.partition("=")
        name = name.strip().lower()
        if name not in by_name:
            raise switchboard.UnknownSwitch(typed=name[:40], known=", ".join(by_name))
        said[name] = switchboard.read_value(by_name[name], typed)
    return said


def score(seat: Bench, agency_id: str, as_of: int) -> NDArray[np.int32]:
    """Everybody's score at one agency."""
    document = agencies.document_on(agency_id, as_of)
    law, table = seat.lawful.for_document(document), table_at(seat, agency_id, as_of)
    return evaluate_columns(document, features(document, table, as_of=as_of), law=law).scores


def table_at(seat: Bench, agency_id: str, as_of: int) -> FactTable:
    """What an agency reads, with what friends earn by their own conduct where it asks for it."""
    document, table = agencies.document_on(agency_id, as_of), seat.heard[agency_id]
    law = seat.lawful.for_document(document)
    reads = any(friends.FRIEND_STANDING in rule.reads for rule in document.rules)
    if not reads or law.get("friends") == "off":
        return table
    columns = features(document, table, as_of=as_of)
    alone = evaluate_columns(document, columns, law=friends.conduct_law(law)).scores
    strand = friends.standing_strand(*seat.year.friends, alone, as_of)
    return table.with_strands({friends.FRIEND_STANDING: strand})


def bench(year: Year, law: Law) -> Bench:
    """A year before a law: who reads what, and whom each agency rates."""
    lawful = scores.lawful_under(law)
    strands = {**year.strands, **_court(year, law)}
    table = _table(year, strands)
    sharing = [one for one in agencies.companies() if one.shares_with_bureau]
    heard = {}
    for name, one in agencies.catalogue().items():
        hearing = agencies.heard_by(one, frozenset(), sharing)
        read = {
            kind: strand
            for kind, strand in strands.items()
            if kind not in lawful.forbidden and hearing.hears(year.told_by.get(kind, COURT))
        }
        if one.is_fed_by_members and law[Switch.CONSENT_TO_SHARE] == "on":
            yes = _consenting(year)
            read = {kind: strand.where(yes[strand.person]) for kind, strand in read.items()}
        heard[name] = _table(year, read)
    rated = {name: _rated(year, one) for name, one in agencies.catalogue().items()}
    return Bench(year=year, law=law, lawful=lawful, table=table, heard=heard, rated=rated)


def _table(year: Year, strands: Mapping[str, Strand]) -> FactTable:
    people = tuple(map(str, range(year.people)))
    empty = FactTable(people=people, strands={}, count=np.zeros(year.people, dtype=np.int64))
    return empty.with_strands(strands)


def _rated(year: Year, one: Agency) -> Mask:
    who = np.arange(year.people, dtype=np.int64)
    if one.enrols == "everyone":
        return np.ones(year.people, dtype=np.bool_)
    words = drawn(key_of(year.seed, "member", one.agency_id), who)
    return below(words, PERCENT) < one.residents_percent


def _consenting(year: Year) -> Mask:
    """Who lets companies tell the bureau of them, as many in a hundred as of the town's residents;
    of habits that are not theirs nobody is asked. The answer is there whether the law asks or not.
    """
    who = np.arange(year.people, dtype=np.int64)
    percent = agencies.ownership().consent.residents_percent
    return below(drawn(key_of(year.seed, "consent"), who), PERCENT) < percent


def _court(year: Year, law: Law) -> dict[str, Strand]:
    """Who is listed when for a judgment that is not paid in time, and what it is to their kin.

    The first judgment alone lists; whatever is paid last takes off, or the law's longest term.
    Row by row: `courts`, `listings`.
    """
    made, paid = year.strands["judgment_made"], year.strands["judgment_paid"]
    never = np.iinfo(np.int64).max // 2  # so that a term can be added to it
    due, settled = (np.full(year.people, never) for _ in range(2))
    due[made.person[::-1]] = made.at[::-1] + courts.PAY_WITHIN_DAYS * DAY_S
    settled[paid.person] = paid.at
    is_listed = (due < never) & (settled > due)
    if law[Switch.MINORS_SPARED] == "on":
        is_listed &= ~year.minors
    over = listings.longest_until(due, int(law[Switch.LISTING_MONTHS]))
    settled = settled if over is None else np.minimum(settled, over)
    who = np.flatnonzero(is_listed)
    left = who[settled[who] < never]
    found = {LISTED: _strand(who, due[who]), DELISTED: _strand(left, settled[left])}
    child, parent = year.parents
    for kind, moment in ((LISTED, due), (DELISTED, settled)):
        reached = is_listed[parent] & (moment[parent] < never)
        told = _strand(child[reached], moment[parent[reached]], 1 + parent[reached])
        found[kin.TOLD[kind]] = told
    return found


def _strand(person: Ints, at: Ints, other: Ints | None = None) -> Strand:
    nought = np.zeros(len(person), dtype=np.int64)
    made = Strand(
        person=person, at=at, amount=nought, other=nought if other is None else other, order=person
    )
    return made.where(np.argsort(at, kind="stable"))


def _listed_at(table: FactTable, year: Year, as_of: int) -> Mask:
    """Who stands on the court's list at a moment."""
    on = np.zeros(year.people, dtype=np.bool_)
    for kind, is_on in ((LISTED, True), (DELISTED, False)):
        on[table.strands[kind].between(None, as_of).person] = is_on
    return on


def _company(
    seat: Bench, one: Agency, rules: EntryRules, given: NDArray[np.int32]
) -> tuple[Mask, Mask]:
    """A company's lists, red and black, by the rule of the town's companies; ties by number."""
    chosen = lists.drawn_up(rules, _given(seat, given, seat.rated[one.agency_id]))
    return _named(seat, chosen[Colour.RED]), _named(seat, chosen[Colour.BLACK])


def _praised(seat: Bench, given: NDArray[np.int32], black: Mask) -> Mask:
    """The town's red list, by its rule, drawn up at each scoring; ties by number."""
    known = _given(seat, given, seat.rated[PAY_SCORE] & ~black)
    return _named(seat, scores.highest(known, lists.RED_MAX, at_least=lists.RED_AT_LEAST))


def _given(seat: Bench, given: NDArray[np.int32], among: Mask) -> dict[int, int]:
    who = np.flatnonzero(among[: seat.year.residents])
    return dict(zip(who.tolist(), given[who].tolist(), strict=True))


def _named(seat: Bench, names: list[int]) -> Mask:
    found = np.zeros(seat.year.people, dtype=np.bool_)
    found[names] = True
    return found


def _closed(
    seat: Bench, given: Mapping[str, NDArray[np.int32]], black: Mapping[str, Mask], red: Mask
) -> dict[str, Mask]:
    """By door, to whom it is closed. Whoever the town praises stands above every bar."""
    by_list, by_score = sanctions.lawful(seat.law)
    shut = {door: np.zeros(seat.year.people, dtype=np.bool_) for door in sanctions.doors()}
    is_joint = seat.law[Switch.JOINT_SANCTIONS] == "on"
    for one in by_list:
        for agency, names in black.items():
            if is_joint or agency == one.agency:
                shut[one.closes] |= _reached(seat, one, names)
    for rule in by_score:
        shut[rule.closes] |= (given[rule.agency] < rule.below) & seat.rated[rule.agency] & ~red
    return shut


def _reached(seat: Bench, one: ListSanction, names: Mask) -> Mask:
    """Whom a rule reaches whose list names some: themselves, or their children."""
    if one.reaches == "self":
        return names
    reached = np.zeros(seat.year.people, dtype=np.bool_)
    if seat.law[Switch.KIN] == "on":
        child, parent = seat.year.parents
        reached[child[names[parent]]] = True
    return reached
