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
    my_payment,
    waiting_payments,
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
    choose_amount_for,
    decline,
    expire,
    offer,
    offer_to_id,
    payees,
)
