"""Bills as they are kept and as both sides see them, and what they tell. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, func, literal, select

from services.kernel.errors import Outdated
from services.kernel.money import Fen, Money
from services.kernel.schema import AnyRow, live_row
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.money.ledger import BookFault
from services.people.facts import FACTS
from services.people.identity import with_names
from services.social.requests.errors import SplitTooSmall
from services.social.requests.tables import bill_shares, bills

REMINDED_AFTER_S = DAY_S
EXPIRES_AFTER_S = 3 * DAY_S


class ShareState(StrEnum):
    """How far one share is."""

    ASKED = "asked"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person is asked for."""

    share_id: int
    payer: ParticipantId
    payer_name: str
    amount: Fen
    state: ShareState
    quiet: bool
    minutes: int  # real ones that it waits where a person is to answer; 0: until the bill is due

    @property
    def cause(self) -> str:
        """What the keys of its transfer and its facts begin with."""
        return f"request:{self.share_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Money that somebody asks for. `own`: the asker's own share; 0 where nothing is split."""

    bill_id: int
    asker: ParticipantId
    asker_name: str
    total: Fen
    own: Fen
    note: str
    due: TownTime
    shares: tuple[Share, ...]

    def share_of(self, who: ParticipantId) -> Share:
        """What somebody is asked for. Raises `Outdated` where they are not."""
        found = next((share for share in self.shares if share.payer == who), None)
        if found is None:
            raise Outdated
        return found

    @property
    def is_split(self) -> bool:
        """Whether the asker bears a share too."""
        return self.own > 0


@dataclass(frozen=True, slots=True)
class OfBill(Event):
    """What happened to one share of a bill, as both stand afterwards."""

    bill: Bill
    share: Share


class MoneyAsked(OfBill):
    """Somebody is asked for money."""


class RequestReminded(OfBill):
    """A town day has gone by without an answer."""


class RequestEnded(OfBill):
    """A share was paid, declined, cancelled, or has lapsed."""


def find_bill(town: Town, bill_id: int) -> Bill:
    """A bill as it stands. Raises `Outdated`."""
    query = with_names(select(bills), asker=bills.c.asker)
    mine = (bills.c.workshop_id == town.workshop_id, bills.c.bill_id == bill_id)
    return _bill(town, live_row(town.conn, query.where(*mine)))


def waiting_shares(town: Town) -> list[tuple[Bill, Share]]:
    """What the actor is asked for and has not answered, oldest first."""
    mine = (bill_shares.c.payer == town.actor.pid, bill_shares.c.state == ShareState.ASKED)
    query = select(bill_shares.c.share_id).where(*mine).order_by(bill_shares.c.share_id)
    return [bill_of_share(town, one) for one in town.conn.scalars(query).all()]


def my_share(town: Town, share_id: int) -> tuple[Bill, Share]:
    """What the actor is asked for. Raises `Outdated`."""
    bill, share = bill_of_share(town, share_id)
    if share.payer != town.actor.participant_id:
        raise Outdated
    return bill, share


def even_shares(total: Fen, people: int, turn: int) -> list[Fen]:
    """Shares that differ by a fen at the most and sum up exactly; whose is more goes by turn.

    Raises `SplitTooSmall`.
    """
    each, odd = divmod(total, people)
    if each < 1:
        raise SplitTooSmall(amount=Money(total), people=people)
    return [Fen(each + ((n - turn) % people < odd)) for n in range(people)]


def bill_by_key(town: Town, key: str) -> Bill | None:
    """The bill made under a key; None where there is none."""
    mine = (bills.c.workshop_id == town.workshop_id, bills.c.key == key)
    found = town.conn.scalar(select(bills.c.bill_id).where(*mine))
    return None if found is None else find_bill(town, found)


def bill_of_share(town: Town, share_id: int, *, lock: bool = False) -> tuple[Bill, Share]:
    """A share and its bill, locked where it will change. Raises `Outdated`."""
    query = select(bill_shares.c.bill_id).where(bill_shares.c.share_id == share_id)
    bill = find_bill(town, live_row(town.conn, query.with_for_update() if lock else query).bill_id)
    found = next((share for share in bill.shares if share.share_id == share_id), None)
    if found is None:
        raise Outdated
    return bill, found


def open_asked(town: Town, asker: ParticipantId) -> int:
    """How many shares somebody waits for."""
    query = (
        select(func.count())
        .select_from(bill_shares)
        .join(bills, bills.c.bill_id == bill_shares.c.bill_id)
        .where(bills.c.asker == asker, bill_shares.c.state == ShareState.ASKED)
    )
    return town.conn.execute(query).scalar_one()


def splits_before(town: Town, asker: ParticipantId) -> int:
    """How many bills somebody has split: whose turn the odd fen is."""
    mine = (bills.c.asker == asker, bills.c.own_fen > 0)
    return town.conn.execute(select(func.count()).select_from(bills).where(*mine)).scalar_one()


def audit(conn: Connection) -> list[BookFault]:
    """Every share, of all towns, that was paid without leaving the payer's fact of it."""
    told = and_(
        FACTS.c.participant_id == bill_shares.c.payer,
        FACTS.c.amount == bill_shares.c.amount_fen,
        FACTS.c.key == literal("request:") + cast(bill_shares.c.share_id, String) + ":paid",
    )
    untold = (
        select(bill_shares.c.share_id)
        .outerjoin(FACTS, told)
        .where(bill_shares.c.state == ShareState.PAID, FACTS.c.fact_id.is_(None))
    )
    return [BookFault("request_without_fact", f"share {one}") for one in conn.scalars(untold)]


def _bill(town: Town, row: AnyRow) -> Bill:
    shares = _shares(bill_shares.c.bill_id == row.bill_id)
    return Bill(
        bill_id=row.bill_id,
        asker=row.asker,
        asker_name=row.asker_name,
        total=row.total_fen,
        own=row.own_fen,
        note=row.note,
        due=TownTime(row.asked_town_s + EXPIRES_AFTER_S),
        shares=tuple(_share(town, one) for one in town.conn.execute(shares)),
    )


def _shares(which: ColumnElement[bool]) -> Select[Any]:
    query = with_names(select(bill_shares), payer=bill_shares.c.payer)
    return query.where(which).order_by(bill_shares.c.share_id)


def _share(town: Town, row: AnyRow) -> Share:
    return Share(
        share_id=row.share_id,
        payer=row.payer,
        payer_name=row.payer_name,
        amount=row.amount_fen,
        state=ShareState(row.state),
        quiet=bool(row.quiet),
        minutes=0 if row.payer_person is None else town.human_wait_s // 60,
    )
