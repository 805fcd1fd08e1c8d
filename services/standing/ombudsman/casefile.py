"""The case file: it gathers itself, from every office and agency concerned, out of the books.

Owns what stands in it and who may read what. Only the books count: what people say or show is kept
beside it. A trade secret is opened to the ombudsman alone, and whoever opens it is written down.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.schema import insert_new
from services.kernel.time import Moment
from services.kernel.town import ParticipantId, Town
from services.law import clocks, switchboard
from services.people.facts import Fact, StoredFact, facts_of, notes_of, record
from services.people.identity import PEOPLE
from services.standing import complaints, listings, scores
from services.standing.agencies import library
from services.standing.complaints import About, Complaint
from services.standing.listings import Colour, Listing
from services.standing.ombudsman.hearing import Hearing, hearing_of
from services.standing.ombudsman.office import case_of
from services.standing.ombudsman.serving import Service, services_of
from services.standing.ombudsman.tables import opened_formulas
from services.standing.scores import SCORES

NEWEST = 2
READERS = 4
REGISTER = "town_hall"
OF_SERVICE = (*complaints.OF_ENTRIES, About.UNSAID)


class Secret(StrEnum):
    """Whether the agency's formula is one."""

    NONE = "none"  # the law has it published
    SEALED = "sealed"
    OPENED = "opened"


class NoSecretThere(RuleError):
    """The law has the formula published: nothing is left to open."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one office or agency holds of the person: how many facts, and the newest of them."""

    source: str
    count: int
    newest: tuple[StoredFact, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A score document of the person: by which agency, which version, what it gave, when."""

    agency: str
    title: Localized
    version: int
    sha: str
    score: int
    at: Moment


@dataclass(frozen=True, slots=True)
class Weight:
    """One part of an opened formula, and what it did to this score."""

    title: Localized
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that the books say of a case. `others`: when it would be due by other clocks."""

    complaint: Complaint
    has_left: bool
    parts: tuple[Part, ...]
    readers: tuple[tuple[str, int], ...]
    given: tuple[Given, ...]
    entries: tuple[Listing, ...]
    guesses: tuple[str, ...]
    stages: tuple[clocks.Reading, ...]
    others: tuple[tuple[Localized, Moment], ...]
    secret: Secret
    formula: tuple[Weight, ...]  # empty while it is sealed to the reader
    hearing: Hearing | None
    own_words: str
    services: tuple[Service, ...] = ()  # whether its entries were served
    notes: tuple[tuple[str, str], ...] = ()  # beside which kind of fact, and what is said there


def file_of(town: Town, number: int) -> CaseFile:
    """The file to somebody of the office who may decide; that they read it is written down.

    Raises as `case_of`.
    """
    one = case_of(town, number)
    record(town, Fact(one.who, "case_file_read", counterpart=str(number), source=REGISTER))
    return gather(town, one, in_office=True)


def open_secret(town: Town, number: int) -> CaseFile:
    """Open the agency's formula to the office, which then has to weigh it. Twice is once.

    Raises as `case_of`, and `NoSecretThere`.
    """
    one = case_of(town, number)
    if secret_of(town, one) is Secret.NONE:
        raise NoSecretThere
    unseal(town, one, town.actor.pid)
    return gather(town, one, in_office=True)


def unseal(town: Town, one: Complaint, who: ParticipantId | None) -> None:
    """Write down who has opened the formula of a case; nobody where rules decide."""
    is_new = insert_new(
        town.conn,
        opened_formulas,
        complaint_id=one.complaint_id,
        workshop_id=town.workshop_id,
        opened_by=who,
        town_s=town.now,
    )
    if is_new:
        note(town, "secret_opened", str(one.number), role=town.actor.role)


def secret_of(town: Town, one: Complaint) -> Secret:
    """Whether the formula is kept from people by the law in force, and was opened in this case."""
    if scores.law_of(town).explanation is scores.Explanation.RECEIPT:
        return Secret.NONE
    at = opened_formulas.c
    mine = select(at.complaint_id).where(at.complaint_id == one.complaint_id)
    return Secret.SEALED if town.conn.scalar(mine) is None else Secret.OPENED


def gather(town: Town, one: Complaint, *, in_office: bool) -> CaseFile:
    """The file of a case as it stands now; the opened formula for the office alone."""
    facts, secret = facts_of(town, one.who), secret_of(town, one)
    hearing = hearing_of(town, one)
    entries = [
        listing
        for listing in listings.ever(town, Colour.BLACK)
        if listing.participant_id == one.who
    ]
    shown = secret is Secret.NONE or (in_office and secret is Secret.OPENED)
    seated = select(PEOPLE.c.seated).where(PEOPLE.c.participant_id == one.who)
    return CaseFile(
        complaint=one,
        has_left=not town.conn.scalar(seated),
        parts=_parts(facts, entries, one),
        readers=_readers(facts),
        given=_given(town, one.who),
        entries=tuple(entries),
        guesses=complaints.guesses_of(town, one),
        stages=clocks.stages(town, (complaints.clock_name(one.number),)).get(
            complaints.clock_name(one.number), ()
        ),
        others=_by_other_clocks(one),
        secret=secret,
        formula=_formula(town, one) if shown else (),
        hearing=hearing,
        own_words=hearing.own_words if hearing is not None else "",
        services=services_of(town, one) if one.about in OF_SERVICE else (),
        notes=_notes(town, one, facts),
    )


def _parts(
    facts: Sequence[StoredFact], entries: Sequence[Listing], one: Complaint
) -> tuple[Part, ...]:
    """Every source of facts, every keeper of a list, the agency, and the register: at least two."""
    by_source: dict[str, list[StoredFact]] = {REGISTER: [], one.agency_id: []}
    for listing in entries:
        by_source.setdefault(listing.agency, [])
    for fact in facts:
        by_source.setdefault(fact.source, []).append(fact)
    return tuple(
        Part(source, len(found), tuple(found[-NEWEST:])) for source, found in by_source.items()
    )


def _notes(town: Town, one: Complaint, facts: Sequence[StoredFact]) -> tuple[tuple[str, str], ...]:
    """What its person says beside the facts; only the law makes those who read show it."""
    if not switchboard.is_on(town, switchboard.Switch.DATA_RIGHTS):
        return ()
    said = notes_of(town, one.who)
    return tuple((fact.kind, said[fact.fact_id]) for fact in facts if fact.fact_id in said)


def _readers(facts: Sequence[StoredFact]) -> tuple[tuple[str, int], ...]:
    """Who may have read how many of the facts, those who read most first."""
    read = Counter(name for fact in facts for name in fact.recipients.split(",") if name)
    return tuple(sorted(read.items(), key=lambda item: (-item[1], item[0]))[:READERS])


def _given(town: Town, who: ParticipantId) -> tuple[Given, ...]:
    """The newest score of each agency, with the document it follows."""
    at = SCORES.c
    rows = town.conn.execute(select(SCORES).where(at.participant_id == who).order_by(at.score_id))
    newest = {row.agency: row for row in rows}
    found = []
    for agency, row in newest.items():
        document = library().documents.get((row.document_id, row.document_version))
        title = Localized(en=agency, zh=agency) if document is None else document.title
        seen = (row.document_version, row.document_hash, row.score, Moment(row.town_s))
        found.append(Given(agency, title, *seen))
    return tuple(found)


def _by_other_clocks(one: Complaint) -> tuple[tuple[Localized, Moment], ...]:
    """When the same case would be due, had it begun by another clock."""
    running = None if one.clock is None else one.clock.clock
    return tuple(
        (clock.title, Moment(clocks.due_after(name, next(iter(clock.stages)), one.opened.town_s)))
        for name, clock in clocks.catalogue().items()
        if name != running
    )


def _formula(town: Town, one: Complaint) -> tuple[Weight, ...]:
    at = SCORES.c
    row = town.conn.execute(select(SCORES).where(at.score_id == one.score_id)).one()
    document = library().documents.get((row.document_id, row.document_version))
    if document is None:
        return ()
    points = {part["factor"]: part["points"] for part in json.loads(row.contributions)}
    return tuple(Weight(part.title, points.get(part.id, 0)) for part in document.factors)
