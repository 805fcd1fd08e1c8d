"""Payments between two people, held until they are accepted, sent back, or a day has gone."""

from services.money.transfers.audit import audit
from services.money.transfers.errors import KeyboardSpent, NoteTooLong, PaymentOver, PayToSelf
from services.money.transfers.events import (
    TransferAccepted,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
)
from services.money.transfers.payees import PAGE, Payee, Payees, choose_amount, payees
from services.money.transfers.records import Payment, PaymentState, find_payment
from services.money.transfers.service import TIMER, accept, decline, expire, offer, offer_to_id

__all__ = [
    "PAGE",
    "TIMER",
    "KeyboardSpent",
    "NoteTooLong",
    "PayToSelf",
    "Payee",
    "Payees",
    "Payment",
    "PaymentOver",
    "PaymentState",
    "TransferAccepted",
    "TransferDeclined",
    "TransferExpired",
    "TransferOffered",
    "accept",
    "audit",
    "choose_amount",
    "decline",
    "expire",
    "find_payment",
    "offer",
    "offer_to_id",
    "payees",
]
