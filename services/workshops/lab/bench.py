"""Some streets before a law: who reads what, whom each agency rates, and what scores come out.

Documents, hearings and what friends add are asked of those who own them. What the town knows row by
row alone is told here in columns: a judgment not paid in time lists, and a listing reaches a child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring import FactTable, Strand, evaluate_columns, features
from services.kernel.seeds import PERCENT
from services.kernel.time import DAY_S
from services.law.switchboard import Switch
from services.social import friends, kin
from services.standing import agencies, courts, listings, scores
from services.standing.agencies import Agency
from services.workshops.lab.chance import below, drawn, key_of
from services.workshops.lab.laws import Law
from services.workshops.lab.years import Block, Ints

Mask = NDArray[np.bool_]
COURT, LISTED, DELISTED = "court", "listed", "delisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What stays the same from one scoring to the next."""

    block: Block
    law: Law
    lawful: scores.Lawful
    table: FactTable
    heard: Mapping[str, FactTable]  # by agency
    rated: Mapping[str, Mask]


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
    strand = friends.standing_strand(*seat.block.friends, alone, as_of)
    return table.with_strands({friends.FRIEND_STANDING: strand})


def bench(block: Block, law: Law) -> Bench:
    """Some streets before a law: who reads what, and whom each agency rates."""
    lawful = scores.lawful_under(law)
    strands = {**block.strands, **_court(block, law)}
    table = _table(block, strands)
    sharing = [one for one in agencies.companies() if one.shares_with_bureau]
    heard = {}
    for name, one in agencies.catalogue().items():
        hearing = agencies.heard_by(one, frozenset(), sharing)
        read = {
            kind: strand
            for kind, strand in strands.items()
            if kind not in lawful.forbidden and hearing.hears(block.told_by.get(kind, COURT))
        }
        if one.is_fed_by_members and law[Switch.CONSENT_TO_SHARE] == "on":
            yes = _consenting(block)
            read = {kind: strand.where(yes[strand.person]) for kind, strand in read.items()}
        heard[name] = _table(block, read)
    rated = {name: _rated(block, one) for name, one in agencies.catalogue().items()}
    return Bench(block=block, law=law, lawful=lawful, table=table, heard=heard, rated=rated)


def _table(block: Block, strands: Mapping[str, Strand]) -> FactTable:
    people = tuple(map(str, range(block.people)))
    empty = FactTable(people=people, strands={}, count=np.zeros(block.people, dtype=np.int64))
    return empty.with_strands(strands)


def _rated(block: Block, one: Agency) -> Mask:
    if one.enrols == "everyone":
        return np.ones(block.people, dtype=np.bool_)
    words = drawn(key_of(block.seed, "member", one.agency_id), block.who)
    return below(words, PERCENT) < one.residents_percent


def _consenting(block: Block) -> Mask:
    """Who lets companies tell the bureau of them, as many in a hundred as of the town's residents;
    of habits that are not theirs nobody is asked. The answer is there whether the law asks or not.
    """
    percent = agencies.ownership().consent.residents_percent
    return below(drawn(key_of(block.seed, "consent"), block.who), PERCENT) < percent


def _court(block: Block, law: Law) -> dict[str, Strand]:
    """Who is listed when for a judgment that is not paid in time, and what it is to their kin.

    The first judgment alone lists; whatever is paid last takes off, or the law's longest term.
    Row by row: `courts`, `listings`.
    """
    made, paid = block.strands["judgment_made"], block.strands["judgment_paid"]
    never = np.iinfo(np.int64).max // 2  # so that a term can be added to it
    due, settled = (np.full(block.people, never) for _ in range(2))
    due[made.person[::-1]] = made.at[::-1] + courts.PAY_WITHIN_DAYS * DAY_S
    settled[paid.person] = paid.at
    is_listed = (due < never) & (settled > due)
    if law[Switch.MINORS_SPARED] == "on":
        is_listed &= ~block.minors
    over = listings.longest_until(due, int(law[Switch.LISTING_MONTHS]))
    settled = settled if over is None else np.minimum(settled, over)
    who = np.flatnonzero(is_listed)
    left = who[settled[who] < never]
    found = {LISTED: _strand(who, due[who]), DELISTED: _strand(left, settled[left])}
    child, parent = block.parents
    for kind, moment in ((LISTED, due), (DELISTED, settled)):
        reached = is_listed[parent] & (moment[parent] < never)
        told = _strand(child[reached], moment[parent[reached]], 1 + block.first + parent[reached])
        found[kin.TOLD[kind]] = told
    return found


def _strand(person: Ints, at: Ints, other: Ints | None = None) -> Strand:
    nought = np.zeros(len(person), dtype=np.int64)
    made = Strand(
        person=person, at=at, amount=nought, other=nought if other is None else other, order=person
    )
    return made.where(np.argsort(at, kind="stable"))


def listed_at(table: FactTable, block: Block, as_of: int) -> Mask:
    """Who stands on the court's list at a moment."""
    on = np.zeros(block.people, dtype=np.bool_)
    for kind, is_on in ((LISTED, True), (DELISTED, False)):
        on[table.strands[kind].between(None, as_of).person] = is_on
    return on
