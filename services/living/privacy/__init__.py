"""What is known of people: the identity card, its breach, the data ledger, the price of privacy."""

from services.living.privacy.auction import (
    PRICES_FEN,
    AskedTwice,
    Auction,
    Moment,
    Pairs,
    Sealed,
    ask,
    auction,
    bid,
)
from services.living.privacy.data_ledger import DataSecret, Entry, Noted, my_data, note
from services.living.privacy.events import IdLeaked, PrivacyAsked
from services.living.privacy.holding import (
    PURGE_NIGHT,
    ErasureGoesOn,
    ErasureHeld,
    follow_cases,
    follow_leaving,
    my_held,
    release_all,
)
from services.living.privacy.identity_card import (
    AccountLeft,
    IdentityCard,
    breach,
    first_fields,
    my_card,
)
from services.living.privacy.purging import FactsPurged, follow_law, purge_night
from services.living.privacy.reading import Reading
from services.living.privacy.taking import MyFile, codebook, take_data
from services.living.privacy.withdrawing import (
    CONSENT_NIGHT,
    WithdrawalDone,
    consent_night,
    follow_consent,
    my_withdrawals,
)

TIMERS = {PURGE_NIGHT: purge_night, CONSENT_NIGHT: consent_night}
REACTIONS = (follow_law, follow_leaving, follow_cases, follow_consent)
