"""A whole workshop: removed for good, or given out without anybody in it being named."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, select

from services.kernel import whole_towns
from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.schema import AnyRow
from services.kernel.town import PersonId, Role, UnitOfWork, WorkshopId, office
from services.kernel.towns import OPEN
from services.living.seats import by_code
from services.people import identity
from services.people.identity import PEOPLE
from services.workshops import questions


class StillOpen(RuleError):
    """Only a closed workshop is removed. Fields: `code`, `title`."""


class NotTheCode(RuleError):
    """What was typed the second time is another word. Field: `code`."""


# Tables and columns of the messenger's world: who wrote, where, and by which message.
MESSENGER = frozenset({"outbox", "cards", "chats", "arrivals"})
OUTSIDE = frozenset({"group_chat", "key"})
NAMES = ("name", "name_key")


@dataclass(frozen=True, slots=True)
class Whole:
    """A workshop as one thing: how much there is of it."""

    code: str
    title: str
    people: int
    residents: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A workshop that is there no more."""

    code: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class Exported:
    """The document of a workshop, JSON, and what to call the file."""

    file_name: str
    text: str


def look_at(uow: UnitOfWork, code: str) -> Whole:
    """What would be removed. Raises `CodeUnknown`, `StillOpen`."""
    row = _closed(uow, code)
    everybody = uow.conn.scalars(
        select(PEOPLE.c.person_id).where(PEOPLE.c.workshop_id == row.workshop_id)
    ).all()
    people = sum(one is not None for one in everybody)
    return Whole(row.code, row.title, people, len(everybody) - people)


def purge(uow: UnitOfWork, code: str, again: str) -> Removed:
    """Remove everything of a closed workshop, and whoever is known by it alone.

    Raises `CodeUnknown`, `StillOpen`, `NotTheCode`.
    """
    row = _closed(uow, code)
    if again.strip().upper() != row.code:
        raise NotTheCode(code=row.code)
    its, workshop_id = PEOPLE.c.workshop_id == row.workshop_id, WorkshopId(row.workshop_id)
    people = [*uow.conn.scalars(select(PEOPLE.c.person_id).where(its)), row.facilitator]
    people += identity.drop_seconds(uow.conn, workshop_id)
    rows = whole_towns.remove(uow.conn, workshop_id)
    for person_id in {one for one in people if one is not None}:
        identity.forget(uow.conn, PersonId(person_id))
    uow.wakes.add(workshop_id)
    note(uow, "purge", row.code, role=Role.ADMIN, workshop_id=workshop_id)
    return Removed(row.code, row.title, rows)


def export(uow: UnitOfWork, code: str) -> Exported:
    """All of a workshop by table, as it stands: nobody's account, nobody's words, other names.

    The wall of questions is in it as it hangs, without the town's names in its words.

    Raises `CodeUnknown`.
    """
    row = by_code(uow, code)
    tables, others = {}, {}
    for table, rows in whole_towns.rows_of(uow.conn, WorkshopId(row.workshop_id)):
        if table.name in MESSENGER or table.info.get("sealed", False):
            continue
        if table.name == "participants":
            others = _pseudonyms(rows)
        told = [column.name for column in table.c if _is_told(column)]
        tables[table.name] = [{name: one._mapping[name] for name in told} for one in rows]
    note(uow, "export", row.code, role=Role.ADMIN, workshop_id=row.workshop_id)
    town = identity.office_town(uow, WorkshopId(row.workshop_id), office())
    wall = [_hung(one, others) for one in questions.whole_wall(town)]
    whole = {"format": "glasstown-workshop/1", "tables": tables, "wall": wall}
    text = json.dumps(whole, ensure_ascii=False)
    return Exported(f"glasstown-{row.code}.json", _renamed(text, others))


def _closed(uow: UnitOfWork, code: str) -> AnyRow:
    row = by_code(uow, code)
    if row.state == OPEN:
        raise StillOpen(code=row.code, title=row.title)
    return row


def _is_told(column: Column[Any]) -> bool:
    is_somebodys = "owner" in column.info or any(
        key.column.table.name == "persons" for key in column.foreign_keys
    )
    is_secret = isinstance(column.type, LargeBinary)
    return not (is_somebodys or is_secret or column.name in OUTSIDE)


def _pseudonyms(people: list[AnyRow]) -> dict[str, str]:
    """By each id and name what stands in its place, in the order of ids."""
    found = {}
    for number, one in enumerate(people, 1):
        found[one.participant_id] = f"p{number}"
        found |= {one._mapping[name]: f"P{number}" for name in NAMES}
    return found


def _hung(one: questions.WallEntry, others: dict[str, str]) -> dict[str, object]:
    words = one.words
    return {
        "number": one.number,
        "from": "paper" if one.is_from_paper else "town",
        "words": _unnamed(words, others) if isinstance(words, str) else words.in_("en"),
        "answer": one.answer and _unnamed(one.answer, others),
    }


def _unnamed(words: str, others: dict[str, str]) -> str:
    """Words in which nobody of the town is named, in whichever language."""
    known = {key: other for name, other in others.items() for key in identity.name_keys(name)}
    one_of = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    names = re.compile(rf"(?<![A-Za-z])(?:{one_of or '(?!)'})(?![A-Za-z])", re.IGNORECASE)
    return names.sub(lambda found: known[found[0].casefold()], words)


def _renamed(text: str, others: dict[str, str]) -> str:
    """A name only where it is all of a text; an id also within one, such as "p:<id>"."""
    if not others:
        return text
    one_of = "|".join(map(re.escape, sorted(others, key=len, reverse=True)))
    return re.sub(rf'(?<=["|:>])(?:{one_of})(?=["|:>])', lambda found: others[found[0]], text)
