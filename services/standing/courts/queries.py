"""Reading judgments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from services.kernel.errors import Outdated
from services.kernel.money import Money
from services.kernel.time import Moment, TownTime, calendar_date
from services.kernel.town import ParticipantId, Town
from services.people.identity import PEOPLE
from services.standing.courts.tables import judgments

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

AGENCY = "court"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """A claim that a court confirmed, and how it went on."""

    judgment_id: int
    case: str  # year and number, such as 2015-0007
    debtor: ParticipantId
    debtor_name: str
    amount: Money
    due: Moment
    enforced: TownTime | None
    paid: TownTime | None

    @property
    def basis(self) -> str:
        """What a listing for this judgment rests on."""
        return f"judgment:{self.judgment_id}"


def judgment_of(town: Town, judgment_id: int) -> Judgment:
    """A judgment of this town. Raises `Outdated`."""
    return _one(town, _judgments(town).where(judgments.c.judgment_id == judgment_id))


def locked_judgment(town: Town, judgment_id: int) -> Judgment:
    """The same, held until this unit of work ends: it is paid once."""
    query = _judgments(town).where(judgments.c.judgment_id == judgment_id)
    return _one(town, query.with_for_update(of=judgments))


def judgment_by_key(town: Town, key: str) -> Judgment | None:
    """The judgment that one unit of work made, if it did."""
    row = town.conn.execute(_judgments(town).where(judgments.c.key == key)).one_or_none()
    return None if row is None else _judgment(row)


def open_judgments(town: Town) -> list[Judgment]:
    """Judgments that wait for their payment, oldest first."""
    rows = town.conn.execute(
        _judgments(town).where(judgments.c.paid_town_s.is_(None)).order_by(judgments.c.judgment_id)
    )
    return [_judgment(row) for row in rows]


def next_number(town: Town) -> int:
    """The number of the town's next case; the database refuses one that is taken meanwhile."""
    taken = town.conn.scalar(
        select(func.max(judgments.c.number)).where(judgments.c.workshop_id == town.workshop_id)
    )
    return int(taken or 0) + 1


def _one(town: Town, query: Select[Any]) -> Judgment:
    row = town.conn.execute(query).one_or_none()
    if row is None:
        raise Outdated
    return _judgment(row)


def _judgments(town: Town) -> Select[Any]:
    return (
        select(judgments, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.participant_id == judgments.c.debtor)
        .where(judgments.c.workshop_id == town.workshop_id)
    )


def _judgment(row: Row[*tuple[Any, ...]]) -> Judgment:
    return Judgment(
        judgment_id=row.judgment_id,
        case=f"{calendar_date(row.made_town_s).year}-{row.number:04d}",
        debtor=ParticipantId(row.debtor),
        debtor_name=row.name,
        amount=Money(row.amount_fen),
        due=Moment(row.due_town_s),
        enforced=None if row.enforced_town_s is None else TownTime(row.enforced_town_s),
        paid=None if row.paid_town_s is None else TownTime(row.paid_town_s),
    )
