"""What members told the bureau of somebody, for companies that tell it something themselves.

A company that keeps to itself is refused. That is no refusal of the town's but the bureau's answer:
the query stays written down, and is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.audit_log import note
from services.kernel.localized import Localized
from services.kernel.schema import insert_new
from services.kernel.town import Town
from services.people.facts import STANDING_FACTS, Fact, kinds, record
from services.people.identity import by_name
from services.standing.agencies.catalogue import Agency, catalogue
from services.standing.agencies.directors import own_company
from services.standing.agencies.feeds import hearing, pool, read_by_bureau
from services.standing.agencies.tables import bureau_queries

ASKED = "history_asked"  # the fact's kind


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The bureau's answer to a company about somebody: how many reports of each kind."""

    agency: Agency
    name: str
    is_refused: bool
    reports: tuple[tuple[Localized, int], ...] = ()


def ask_history(town: Town, name: str) -> History:
    """Ask the bureau about somebody, for the company one sits for.

    Raises `NoCompanySeat`, `NobodyOfThatName`, `SeveralOfThatName`.
    """
    one, about = own_company(town), by_name(town, name)
    who, is_refused = about.participant_id, one.agency_id not in pool(town).sharing
    is_new = insert_new(
        town.conn,
        bureau_queries,
        workshop_id=town.workshop_id,
        agency=one.agency_id,
        about=who,
        is_refused=is_refused,
        town_s=town.now,
        key=town.key,
    )
    if is_new:
        answer = "refused" if is_refused else "answered"
        note(town, "bureau_query", f"{one.agency_id}={answer}", role=town.actor.role)
        if not is_refused:
            record(town, Fact(who, ASKED, counterpart=one.agency_id))
    reports = () if is_refused else _reports(town, who)
    return History(agency=one, name=about.name, is_refused=is_refused, reports=reports)


def queries_refused(town: Town) -> int:
    """How often the bureau told nothing to a company that tells it nothing."""
    at = bureau_queries.c
    counted = select(func.count()).where(at.workshop_id == town.workshop_id, at.is_refused)
    return int(town.conn.scalar(counted) or 0)


def _reports(town: Town, who: str) -> tuple[tuple[Localized, int], ...]:
    [bureau] = [one for one in catalogue().values() if one.is_fed_by_members]
    heard, at = hearing(town, bureau.agency_id), STANDING_FACTS.c
    rows = town.conn.execute(
        select(at.kind, at.source, func.count())
        .where(at.participant_id == who, at.town_s <= town.now)
        .where(at.kind.in_(sorted(read_by_bureau(town))))
        .group_by(at.kind, at.source)
    )
    counts: dict[str, int] = {}
    for kind, source, count in rows:
        if heard.hears(source, who):
            counts[kind] = counts.get(kind, 0) + count
    titles = {kind: kinds()[kind].title for kind in sorted(counts)}
    return tuple((title, counts[kind]) for kind, title in titles.items() if title is not None)
