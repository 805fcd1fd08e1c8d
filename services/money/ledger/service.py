"""The verbs of the books: open, issue, move, hold, release. Amounts are integer fen.

Every transfer has a business key; moving twice under one key moves once. A hold is money set aside
in an account of its own: whatever is paid out of it can never exceed what was put in, because the
database refuses a balance below zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import bindparam, insert, select

from services.kernel.errors import RuleError
from services.kernel.money import Fen, Money
from services.kernel.prepared import Prepared
from services.kernel.schema import insert_new
from services.kernel.town import AccountId, Town
from services.money.ledger.tables import accounts, transfers


class NotEnoughMoney(RuleError):
    """The paying account holds less than the amount. Fields: `balance`, `needed` (Money)."""


class IdempotencyConflict(Exception):
    """A key was used again for a different transfer."""


ISSUER = "issuer"
WALLET = "wallet"
HOLD = "hold"
OFFICE = "office"

_BALANCE = Prepared(
    select(accounts.c.balance_fen)
    .where(accounts.c.account_id == bindparam("account_id"))
    .with_for_update()
)
_ACCOUNT = Prepared(
    select(accounts.c.account_id).where(
        accounts.c.workshop_id == bindparam("workshop_id"),
        accounts.c.kind == bindparam("kind"),
        accounts.c.holder == bindparam("holder"),
    )
)
_TRANSFER = Prepared(insert(transfers), *(c.name for c in transfers.c if not c.primary_key))


UNDONE = "undone"  # the kind of what is taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One movement of money to be entered under a business key."""

    key: str
    kind: str
    source: AccountId
    target: AccountId
    amount: Fen
    subject: str = ""


def open_account(town: Town, kind: str, holder: str) -> AccountId:
    """The account of that kind and holder; opened on first use."""
    mine = {"workshop_id": town.workshop_id, "kind": kind, "holder": holder}
    found = _ACCOUNT.one_or_none(town.conn, mine)
    if found is None:
        insert_new(town.conn, accounts, **mine)
        found = _ACCOUNT.one_or_none(town.conn, mine)
    return AccountId(found.account_id)


def issue(town: Town, target: AccountId, amount: Fen, *, kind: str, key: str) -> None:
    """Put new play money into an account; the issuer's balance falls below zero by as much."""
    source = open_account(town, ISSUER, "")
    move(town, Transfer(key=key, kind=kind, source=source, target=target, amount=amount))


def balance(town: Town, account: AccountId) -> Fen:
    """What an account holds, locked for the rest of this unit of work."""
    return Fen(int(_BALANCE.one_or_none(town.conn, {"account_id": account}).balance_fen))


def move(town: Town, transfer: Transfer) -> bool:
    """Enter a transfer. False when one with this key already stands.

    Raises `NotEnoughMoney` when a wallet holds less than the amount.
    """
    lock_in_order(town, transfer.source, transfer.target)  # first: the same key may be on its way
    if _standing(town, transfer):
        return False
    held = balance(town, transfer.source)
    if held < transfer.amount and not _is_issuer(town, transfer.source):
        raise NotEnoughMoney(balance=Money(held), needed=Money(transfer.amount))
    enter(town, transfer)
    return True


def take_back(town: Town, made: Transfer) -> Fen:
    """Move the money of a transfer back, or as much of it as its target holds; how much that was.

    Only whoever runs a town undoes: nobody is asked.
    """
    lock_in_order(town, made.source, made.target)
    there = Fen(min(made.amount, balance(town, made.target)))
    if there:
        back = replace(made, source=made.target, target=made.source, amount=there)
        move(town, replace(back, key=f"{made.key}:undone", kind=UNDONE))
    return there


def enter(town: Town, transfer: Transfer) -> None:
    """Enter a transfer that the caller knows to be new and covered; the database checks both."""
    _TRANSFER.run(
        town.conn,
        {
            "workshop_id": town.workshop_id,
            "key": transfer.key,
            "kind": transfer.kind,
            "from_account": transfer.source,
            "to_account": transfer.target,
            "amount_fen": transfer.amount,
            "town_s": town.now,
            "subject": transfer.subject,
        },
    )


def lock_in_order(town: Town, *account_ids: AccountId) -> None:
    """Lock accounts in one order everywhere, so that two payments cannot wait for each other."""
    if town.conn.dialect.name == "sqlite":
        return  # the writer is alone
    town.conn.execute(
        select(accounts.c.account_id)
        .where(accounts.c.account_id.in_(account_ids))
        .order_by(accounts.c.account_id)
        .with_for_update()
    ).all()


def hold(town: Town, source: AccountId, amount: Fen, *, purpose: str, subject: str) -> AccountId:
    """Set money aside for one purpose, such as one envelope. Raises `NotEnoughMoney`."""
    key, account = f"{purpose}:{subject}:hold", open_account(town, HOLD, f"{purpose}:{subject}")
    transfer = Transfer(
        key=key, kind=purpose, source=source, target=account, amount=amount, subject=subject
    )
    move(town, transfer)
    return account


def release(town: Town, held: AccountId, target: AccountId, *, kind: str, subject: str) -> Fen:
    """Pay whatever is left of a hold to one account, once; 0 when nothing is left."""
    key, left = f"{kind}:{subject}:release", balance(town, held)
    transfer = Transfer(
        key=key, kind=kind, source=held, target=target, amount=left, subject=subject
    )
    if left > 0:
        move(town, transfer)
    return left


def _standing(town: Town, transfer: Transfer) -> bool:
    row = town.conn.execute(
        select(transfers.c.from_account, transfers.c.to_account, transfers.c.amount_fen).where(
            transfers.c.workshop_id == town.workshop_id, transfers.c.key == transfer.key
        )
    ).one_or_none()
    if row is None:
        return False
    if tuple(row) != (transfer.source, transfer.target, transfer.amount):
        raise IdempotencyConflict(transfer.key)
    return True


def _is_issuer(town: Town, account: AccountId) -> bool:
    kind = town.conn.scalar(select(accounts.c.kind).where(accounts.c.account_id == account))
    return bool(kind == ISSUER)
