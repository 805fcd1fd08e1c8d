"""Payments between two people, held until they are accepted, sent back, or a day has gone."""

from services.money.transfers.records import (
    Payment,
    PaymentState,
    TransferAccepted,
    TransferDeclined,
    TransferExpired,
    TransferOffered,
    audit,
    find_payment,
)
from services.money.transfers.service import (
    PAGE,
    TIMER,
    KeyboardSpent,
    NoteTooLong,
    Payee,
    PaymentOver,
    PayToSelf,
    accept,
    choose_amount,
    decline,
    expire,
    offer,
    offer_to_id,
    payees,
)
