"""Selling: a payment to a merchant is done when it is made, and leaves a receipt.

Nobody accepts it: the keeper is paid at once, on the platform that the customer chose or else on
the first that holds enough. One key is one sale.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, literal, select

from services.kernel.errors import AmountOutOfRange, RuleError
from services.kernel.localized import Localized
from services.kernel.money import AMOUNT_MAX, Fen, Money
from services.kernel.schema import AnyRow, insert_new
from services.kernel.time import TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.money import platforms
from services.money.ledger import BookFault, Transfer
from services.money.merchants.catalogue import Merchant, catalogue
from services.money.merchants.codes import receipt_code
from services.money.merchants.tables import sales
from services.people.facts import FACTS, Fact, record
from services.people.identity import NobodyOfThatName, by_name, with_names


class NoSuchMerchant(RuleError):
    """Nobody sells under this name, or whoever kept the shop does not live here. Field: `typed`."""


class OwnShop(RuleError):
    """A keeper cannot buy from themselves. Field: `merchant`."""


class SoldOtherwise(RuleError):
    """This screen has paid something else before. Fields: `merchant`, `amount` (Money)."""


class NotTaken(RuleError):
    """The merchant does not take this platform's money. Fields: `merchant`, `platform`."""


TYPED_MAX = 40
RECEIPT = "S"  # what receipts of sales begin with


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One thing bought. `code` is what anybody can have checked; `again`: it was made before."""

    sale_id: int
    merchant_id: str
    merchant: Localized
    keeper: ParticipantId
    keeper_name: str
    customer: ParticipantId
    customer_name: str
    amount: Fen
    platform: str
    place: Localized
    what: str
    at: TownTime
    code: str
    again: bool = field(default=False, compare=False)

    @property
    def cause(self) -> str:
        """What the keys of all facts of this sale begin with."""
        return f"sale:{self.sale_id}"


@dataclass(frozen=True, slots=True)
class Sold(Event):
    """Somebody bought something."""

    sale: Sale


@dataclass(frozen=True, slots=True)
class Shop:
    """A merchant as one meets it in a town."""

    merchant: Merchant
    keeper: ParticipantId
    keeper_name: str


def shop(town: Town, merchant_id: str) -> Shop:
    """A merchant of this town. Raises `NoSuchMerchant`."""
    found = catalogue().get(merchant_id)
    if found is None:
        raise NoSuchMerchant(typed=merchant_id[:TYPED_MAX])
    try:
        keeper = by_name(town, found.keeper.in_(town.workshop.language))
    except NobodyOfThatName as nobody:
        raise NoSuchMerchant(typed=merchant_id[:TYPED_MAX]) from nobody
    return Shop(found, keeper.participant_id, keeper.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be paid. One `key` is one sale; no `platform`: the first that holds enough.

    `what` are words of the program or a service's id, never what somebody typed.
    """

    merchant_id: str
    amount: Fen
    what: str
    key: str
    platform: str | None = None
    fact: bool = True  # write a `purchase`


def charge(
    town: Town, merchant_id: str, amount: Fen, what: str, *, key: str, fact: bool = True
) -> Sale:
    """Pay a merchant as `pay` does, on whichever platform holds enough."""
    order = Order(merchant_id=merchant_id, amount=amount, what=what, key=key, fact=fact)
    return pay(town, order)


def pay(town: Town, order: Order) -> Sale:
    """Pay a merchant from the actor's wallet, at once; the same key is the same sale.

    Raises `NoSuchMerchant`, `OwnShop`, `AmountOutOfRange`, `SoldOtherwise`, `NotTaken`, and what
    `platforms.choose` and `platforms.pay_from` raise.
    """
    at, me = shop(town, order.merchant_id), town.actor.pid
    _check(at, me, order)
    key = f"{me}:{order.key}"
    stands = _standing(town, key, order)
    if stands is not None:
        return stands
    is_new = insert_new(
        town.conn,
        sales,
        workshop_id=town.workshop_id,
        key=key,
        merchant=order.merchant_id,
        keeper=at.keeper,
        customer=me,
        amount_fen=order.amount,
        platform=_paying(town, at, order),
        what=order.what,
        sold_town_s=town.now,
    )
    sale = _found(town, sales.c.key == key)
    if is_new:
        _move(town, sale, fact=order.fact)
    return replace(sale, again=not is_new)


def find_sale(town: Town, sale_id: int) -> Sale | None:
    """A sale of this town; None where there is none."""
    row = town.conn.execute(_sales(town, sales.c.sale_id == sale_id)).one_or_none()
    return None if row is None else _sale(town, row)


def by_cause(town: Town, causes: list[str]) -> dict[str, Sale]:
    """Sales of this town by their causes (`sale:7`)."""
    numbers = [int(cause.partition(":")[2]) for cause in causes]
    found = town.conn.execute(_sales(town, sales.c.sale_id.in_(numbers)))
    return {sale.cause: sale for sale in (_sale(town, row) for row in found)}


def audit(conn: Connection) -> list[BookFault]:
    """Every sale, of all towns, for whose keeper no fact says that it was paid."""
    told = and_(
        FACTS.c.workshop_id == sales.c.workshop_id,
        FACTS.c.participant_id == sales.c.keeper,
        FACTS.c.amount == sales.c.amount_fen,
        FACTS.c.key == literal("sale:") + cast(sales.c.sale_id, String) + ":sale_made",
    )
    untold = select(sales.c.sale_id).outerjoin(FACTS, told).where(FACTS.c.fact_id.is_(None))
    return [BookFault("sale_without_fact", f"sale {one}") for one in conn.scalars(untold)]


def _check(at: Shop, me: ParticipantId, order: Order) -> None:
    if at.keeper == me:
        raise OwnShop(merchant=at.merchant.title)
    if not 1 <= order.amount <= AMOUNT_MAX:
        raise AmountOutOfRange(low=Money(1), high=Money(AMOUNT_MAX))


def _paying(town: Town, at: Shop, order: Order) -> str:
    """The platform that pays. Raises `NotTaken`, `PlatformLeft`."""
    taken, chosen = at.merchant.platforms, order.platform
    if chosen is not None and chosen not in taken:
        raise NotTaken(merchant=at.merchant.title, platform=platforms.find(chosen).title)
    return platforms.choose(town, taken if chosen is None else (chosen,), order.amount)


def _standing(town: Town, key: str, order: Order) -> Sale | None:
    row = town.conn.execute(_sales(town, sales.c.key == key)).one_or_none()
    if row is None:
        return None
    sale = _sale(town, row)
    if (sale.merchant_id, sale.amount) != (order.merchant_id, order.amount):
        raise SoldOtherwise(merchant=sale.merchant, amount=Money(sale.amount))
    return replace(sale, again=True)


def _move(town: Town, sale: Sale, *, fact: bool) -> None:
    """Move the money, write what both sides leave behind, and tell."""
    transfer = Transfer(
        key=sale.cause,
        kind="sale",
        source=platforms.wallet_of(town, sale.customer, sale.platform),
        target=platforms.wallet_of(town, sale.keeper, sale.platform),
        amount=sale.amount,
        subject=sale.cause,
    )
    platforms.pay_from(town, sale.platform, transfer)
    source = platforms.find(sale.platform).keeps
    bought = Fact(
        sale.customer,
        "purchase",
        sale.amount,
        sale.merchant_id,
        source=source,
        recipients=sale.keeper,
        key=f"{sale.cause}:purchase",
    )
    sold = Fact(
        sale.keeper,
        "sale_made",
        sale.amount,
        sale.customer,
        source=source,
        key=f"{sale.cause}:sale_made",
    )
    record(town, *((bought, sold) if fact else (sold,)))
    town.emit(Sold(sale))


def _found(town: Town, which: ColumnElement[bool]) -> Sale:
    return _sale(town, town.conn.execute(_sales(town, which)).one())


def _sales(town: Town, which: ColumnElement[bool]) -> Select[Any]:
    query = with_names(select(sales), keeper=sales.c.keeper, customer=sales.c.customer)
    return query.where(sales.c.workshop_id == town.workshop_id, which)


def _sale(town: Town, row: AnyRow) -> Sale:
    sold_by = catalogue()[row.merchant]
    return Sale(
        sale_id=row.sale_id,
        merchant_id=row.merchant,
        merchant=sold_by.title,
        keeper=row.keeper,
        keeper_name=row.keeper_name,
        customer=row.customer,
        customer_name=row.customer_name,
        amount=row.amount_fen,
        platform=row.platform,
        place=sold_by.place,
        what=row.what,
        at=TownTime(row.sold_town_s),
        code=receipt_code(town, RECEIPT, row.sale_id),
    )
