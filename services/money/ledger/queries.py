"""Reading the books: movements of an account, and the audit that they balance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, Subquery, case, func, or_, select

from services.kernel.money import Fen
from services.kernel.time import TownTime
from services.kernel.town import AccountId, Town
from services.money.ledger.tables import accounts, transfers

_OTHER, _SOURCE, _TARGET = map(accounts.alias, ("other", "source", "target"))


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of an account's history, seen from that account."""

    transfer_id: int  # grows
    kind: str
    amount: Fen  # negative when money left
    other_kind: str  # the other account's kind and holder
    other_holder: str
    at: TownTime
    subject: str
    key: str


@dataclass(frozen=True, slots=True)
class Flowed:
    """One movement seen from outside: the holders of both accounts."""

    kind: str
    amount: Fen
    payer: str
    payee: str
    at: TownTime
    subject: str


@dataclass(frozen=True, slots=True)
class BookFault:
    """One broken invariant of the books."""

    invariant: str
    detail: str


def movements(
    town: Town,
    account: AccountId,
    *,
    limit: int | None = 8,
    during: tuple[TownTime, TownTime] | None = None,
) -> list[Movement]:
    """The latest movements of an account, newest first; `during`: from a time to before another."""
    is_out = transfers.c.from_account == account
    rows = town.conn.execute(
        select(
            transfers.c.transfer_id,
            transfers.c.kind,
            case((is_out, -transfers.c.amount_fen), else_=transfers.c.amount_fen),
            _OTHER.c.kind,
            _OTHER.c.holder,
            transfers.c.town_s,
            transfers.c.subject,
            transfers.c.key,
        )
        .join(
            _OTHER,
            _OTHER.c.account_id
            == case((is_out, transfers.c.to_account), else_=transfers.c.from_account),
        )
        .where(or_(is_out, transfers.c.to_account == account), *_within(during))
        .order_by(transfers.c.transfer_id.desc())
        .limit(limit)
    )
    return [Movement(*row) for row in rows]


def flow(town: Town, kinds: Sequence[str], *, limit: int) -> list[Flowed]:
    """The latest movements of some kinds in the whole town, newest first."""
    rows = town.conn.execute(
        select(
            transfers.c.kind,
            transfers.c.amount_fen,
            _SOURCE.c.holder,
            _TARGET.c.holder,
            transfers.c.town_s,
            transfers.c.subject,
        )
        .join(_SOURCE, _SOURCE.c.account_id == transfers.c.from_account)
        .join(_TARGET, _TARGET.c.account_id == transfers.c.to_account)
        .where(transfers.c.workshop_id == town.workshop_id, transfers.c.kind.in_(kinds))
        .order_by(transfers.c.transfer_id.desc())
        .limit(limit)
    )
    return [Flowed(*row) for row in rows]


def entered_at(town: Town, key: str) -> TownTime:
    """When a transfer of this key was entered."""
    mine = (transfers.c.workshop_id == town.workshop_id, transfers.c.key == key)
    return TownTime(town.conn.execute(select(transfers.c.town_s).where(*mine)).scalar_one())


def is_entered(town: Town, key: str) -> bool:
    """Whether a transfer of this key stands in the books."""
    mine = (transfers.c.workshop_id == town.workshop_id, transfers.c.key == key)
    return town.conn.scalar(select(transfers.c.town_s).where(*mine)) is not None


def _within(during: tuple[TownTime, TownTime] | None) -> tuple[ColumnElement[bool], ...]:
    if during is None:
        return ()
    since, until = during
    return (transfers.c.town_s >= since, transfers.c.town_s < until)


def seen_balance(town: Town, account: AccountId) -> Fen:
    """What an account holds just now, for those who only look: nothing is locked."""
    found = select(accounts.c.balance_fen).where(accounts.c.account_id == account)
    return Fen(int(town.conn.execute(found).scalar_one()))


def seen_sum(town: Town, of: Iterable[AccountId]) -> Fen:
    """What some accounts hold together just now, for those who only look."""
    found = select(func.sum(accounts.c.balance_fen)).where(accounts.c.account_id.in_(list(of)))
    return Fen(int(town.conn.scalar(found) or 0))


def held(conn: Connection, purpose: str) -> dict[AccountId, Fen]:
    """What lies in every hold of one purpose, of all towns, the empty ones included."""
    rows = conn.execute(
        select(accounts.c.account_id, accounts.c.balance_fen).where(
            accounts.c.kind == "hold", accounts.c.holder.like(f"{purpose}:%")
        )
    )
    return {AccountId(account): Fen(fen) for account, fen in rows}


def audit(conn: Connection) -> list[BookFault]:
    """Every broken invariant of all books: sums (I2), cached balances (I3), below zero (I4)."""
    return [*_sums(conn), *_balances(conn), *_below_zero(conn)]


def _sums(conn: Connection) -> list[BookFault]:
    total = func.sum(accounts.c.balance_fen)
    rows = conn.execute(
        select(accounts.c.workshop_id, total).group_by(accounts.c.workshop_id).having(total != 0)
    )
    return [BookFault("sum_zero", f"workshop {w}: {amount} fen") for w, amount in rows]


def _balances(conn: Connection) -> list[BookFault]:
    moved_in = _moved(transfers.c.to_account)
    moved_out = _moved(transfers.c.from_account)
    entries = func.coalesce(moved_in.c.fen, 0) - func.coalesce(moved_out.c.fen, 0)
    rows = conn.execute(
        select(accounts.c.account_id, accounts.c.balance_fen, entries)
        .outerjoin(moved_in, moved_in.c.account == accounts.c.account_id)
        .outerjoin(moved_out, moved_out.c.account == accounts.c.account_id)
        .where(accounts.c.balance_fen != entries)
    )
    return [BookFault("balance", f"account {a}: holds {b}, moved {e}") for a, b, e in rows]


def _moved(side: Column[int]) -> Subquery:
    return (
        select(side.label("account"), func.sum(transfers.c.amount_fen).label("fen"))
        .group_by(side)
        .subquery()
    )


def _below_zero(conn: Connection) -> list[BookFault]:
    rows = conn.execute(
        select(accounts.c.account_id, accounts.c.balance_fen).where(
            accounts.c.kind != "issuer", accounts.c.balance_fen < 0
        )
    )
    return [BookFault("below_zero", f"account {a}: {b} fen") for a, b in rows]
