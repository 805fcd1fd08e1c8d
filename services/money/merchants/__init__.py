"""Merchants: who sells, by which code they are paid, and what was bought."""

from services.money.merchants.catalogue import Merchant, catalogue, shelf
from services.money.merchants.codes import pay_code, read_receipt, receipt_code, whose_code
from services.money.merchants.counter import (
    START,
    CodeElsewhere,
    CodeOfClosedTown,
    CodeOfNobody,
    Counter,
    Overview,
    PayCode,
    Standing,
    by_digits,
    counter,
    merchant_code,
    my_code,
    overview,
    scanned,
    shops,
)
from services.money.merchants.service import (
    RECEIPT,
    NoSuchMerchant,
    NotTaken,
    Order,
    OwnShop,
    Sale,
    Shop,
    Sold,
    SoldOtherwise,
    audit,
    by_cause,
    charge,
    find_sale,
    pay,
    shop,
)
