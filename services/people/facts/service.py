"""Writing and reading facts. A fact is never changed; who may use it is the law's business."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, insert, select

from services.kernel.prepared import Prepared
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, Town
from services.people.facts.catalogue import handling
from services.people.facts.tables import FACT_STRUCK, STRUCK_KEY, facts

SUPER_APP = "super_app"
_RECORD = Prepared(insert(facts), *(c.name for c in facts.c if not c.primary_key))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a person did or that was reported of them.

    `amount` is in the unit that the kind's catalogue entry names. `is_true` is the simulator's
    ground truth: agencies and participants never see it. `key` names the cause within the act.
    Purpose and recipients are those of the catalogue where the fact names none.
    """

    who: ParticipantId
    kind: str
    amount: int = 0
    counterpart: str = ""
    source: str = SUPER_APP
    purpose: str = ""
    recipients: str = ""
    is_true: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact as read back; `high_water` marks grow with `fact_id`."""

    fact_id: int
    who: ParticipantId
    kind: str
    at: TownTime
    amount: int
    counterpart: str
    source: str
    purpose: str
    recipients: str
    key: str


def record(town: Town, *new: Fact) -> None:
    """Append facts as of now. Their keys are unique within the workshop."""
    if not new:
        return
    _RECORD.run_many(town.conn, [_row(town, number, fact) for number, fact in enumerate(new)])


def strike(town: Town, who: ParticipantId, keys: Collection[str], source: str) -> None:
    """Let facts of one participant count no more. They stay, and so does what was made of them."""
    names = {STRUCK_KEY + key for key in keys}
    known = town.conn.scalars(
        select(facts.c.key).where(facts.c.workshop_id == town.workshop_id, facts.c.key.in_(names))
    )
    new = sorted(names - set(known))
    record(town, *(Fact(who, FACT_STRUCK, source=source, key=name) for name in new))


def facts_of(town: Town, who: ParticipantId, *, until: int | None = None) -> list[StoredFact]:
    """All facts of one participant up to a town time, oldest first."""
    until = town.now if until is None else until
    c = facts.c
    told = (c.fact_id, c.participant_id, c.kind, c.town_s, c.amount, c.counterpart, c.source)
    more = (c.purpose, c.recipients, c.key)
    query: Select[Any] = select(*told, *more).where(c.participant_id == who, c.town_s <= until)
    return [StoredFact(*row) for row in town.conn.execute(query.order_by(c.fact_id))]


def is_caused(key: str, causes: Collection[str]) -> bool:
    """Whether a fact comes of one of these acts: its key begins with the act's, part by part."""
    parts = key.split(":")
    return any(":".join(parts[:count]) in causes for count in range(1, len(parts)))


def _row(town: Town, number: int, fact: Fact) -> dict[str, object]:
    usual = handling(fact.kind)
    return {
        "workshop_id": town.workshop_id,
        "participant_id": fact.who,
        "kind": fact.kind,
        "town_s": town.now,
        "amount": fact.amount,
        "counterpart": fact.counterpart,
        "source": fact.source,
        "purpose": fact.purpose or usual.purpose,
        "recipients": fact.recipients or ",".join(usual.recipients),
        "is_true": fact.is_true,
        "key": fact.key or f"{town.key}:{number}:{fact.kind}:{fact.who}",
    }
