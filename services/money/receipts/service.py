"""Whether a receipt is true: its code names one payment of this town, and nobody can make it up."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.time import TownTime
from services.kernel.town import Town
from services.money import merchants, platforms, transfers
from services.money.ledger import entered_at
from services.money.transfers import Payment, PaymentState

PAYMENT = "P"  # what receipts of payments between people begin with
TYPED_MAX = 30


class ForgedReceipt(RuleError):
    """No payment of this town has such a receipt. Field: `code`, as typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One payment as its receipt tells it; `at` is when the money reached the payee."""

    code: str
    payer: str
    payee: str | Localized
    amount: Fen
    platform: Localized
    at: TownTime
    place: Localized | None = None


def check(town: Town, typed: str) -> Receipt:
    """The payment of a receipt. Raises `ForgedReceipt` for anything made up or of another town."""
    kind, number = merchants.read_receipt(town, typed) or ("", 0)
    if kind == merchants.RECEIPT and (sale := merchants.find_sale(town, number)) is not None:
        return of_sale(sale)
    if kind == PAYMENT:
        return of_payment(town, _payment(town, number, typed))
    raise ForgedReceipt(code=typed.strip()[:TYPED_MAX])


def of_sale(sale: merchants.Sale) -> Receipt:
    """The receipt of something bought."""
    return Receipt(
        code=sale.code,
        payer=sale.customer_name,
        payee=sale.merchant,
        amount=sale.amount,
        platform=platforms.find(sale.platform).title,
        place=sale.place,
        at=sale.at,
    )


def of_payment(town: Town, payment: Payment) -> Receipt:
    """The receipt of a payment that was accepted."""
    return Receipt(
        code=of_payment_code(town, payment),
        payer=payment.payer_name,
        payee=payment.receiver_name,
        amount=payment.amount,
        platform=platforms.find(platforms.first()).title,
        at=entered_at(town, f"{payment.cause}:out"),
    )


def of_payment_code(town: Town, payment: Payment) -> str:
    """What the receipt of a payment carries, from the moment it is accepted."""
    return merchants.receipt_code(town, PAYMENT, payment.payment_id)


def _payment(town: Town, number: int, typed: str) -> Payment:
    try:
        payment = transfers.find_payment(town, number)
    except Outdated:
        payment = None
    if payment is None or payment.state is not PaymentState.ACCEPTED:
        raise ForgedReceipt(code=typed.strip()[:TYPED_MAX])
    return payment
