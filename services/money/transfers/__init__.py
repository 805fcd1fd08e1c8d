"""Payments between two people, held until they are accepted, sent back, or a day has gone."""

from services.money.transfers.audit import audit
from services.money.transfers.payees import PAGE, Payee, Payees, choose_amount, payees
from services.money.transfers.records import Payment, PaymentState, find_payment
from services.money.transfers.service import (
    TIMER,
    KeyboardSpent,
    NoteTooLong,
    PaymentOver,
    PayToSelf,
    TransferAccepted,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
    accept,
    decline,
    expire,
    offer,
    offer_to_id,
)
