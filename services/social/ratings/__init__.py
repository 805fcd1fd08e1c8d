"""Stars after a deal: for services and for persons, by both sides, sealed until both are in."""

from services.social.ratings.audit import audit
from services.social.ratings.bombs import NobodyToBomb, RatingBombed, bomb, strike_bomb
from services.social.ratings.records import (
    Deal,
    DealNoted,
    DealOpened,
    DealReturned,
    Given,
    Side,
    Waiting,
    customer_side,
    provider_side,
    waiting_for,
)
from services.social.ratings.service import (
    SEAL,
    WORD_MAX,
    NoDeal,
    RateSelf,
    RatingOver,
    WordTooLong,
    handle_event,
    let_go,
    my_side,
    note_deal,
    open_seal,
    rate,
    rate_by_name,
    waiting,
)
from services.social.ratings.stars import (
    STARS,
    Repute,
    Stars,
    repute,
    repute_of,
    stars_of,
    stars_of_service,
)
