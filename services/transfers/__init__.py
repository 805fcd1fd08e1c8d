"""Payments between two people, held until they are accepted, sent back, or a day has gone."""

from services.transfers.audit import audit
from services.transfers.errors import NoteTooLong, PaymentOver, PayToSelf
from services.transfers.events import (
    TransferAccepted,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
)
from services.transfers.payees import PAGE, Payee, Payees, choose_amount, payees
from services.transfers.records import Payment, State, look
from services.transfers.service import TIMER, accept, decline, expire, offer, offer_to_id

__all__ = [
    "PAGE",
    "TIMER",
    "NoteTooLong",
    "PayToSelf",
    "Payee",
    "Payees",
    "Payment",
    "PaymentOver",
    "State",
    "TransferAccepted",
    "TransferDeclined",
    "TransferExpired",
    "TransferOffered",
    "accept",
    "audit",
    "choose_amount",
    "decline",
    "expire",
    "look",
    "offer",
    "offer_to_id",
    "payees",
]
