"""Money that people ask of each other: requests and split bills."""

from services.social.requests.errors import (
    AskedOtherwise,
    NotAContact,
    RequestNoteTooLong,
    RequestOver,
    RequestsBlocked,
    RequestToAll,
    RequestToSelf,
    SplitTooSmall,
    TooManyRequests,
)
from services.social.requests.records import (
    Bill,
    MoneyAsked,
    RequestEnded,
    RequestReminded,
    Share,
    ShareState,
    audit,
    bill_of_share,
    even_shares,
    find_bill,
    my_share,
    waiting_shares,
)
from services.social.requests.service import (
    LAPSE,
    PEOPLE_MAX,
    REMIND,
    Asking,
    ask,
    ask_by_id,
    cancel,
    choose,
    contacts,
    decline,
    hush,
    lapse,
    pay,
    remind,
    split,
)
