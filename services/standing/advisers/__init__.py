"""Score advisers: who sells tips and promises, what they said, and what it was worth."""

from services.standing.advisers.catalogue import Adviser, catalogue, shelf
from services.standing.advisers.records import (
    AdviserLine,
    Market,
    Offer,
    Spent,
    Taken,
    TipTable,
    Told,
    market,
    taken,
    tips,
)
from services.standing.advisers.service import (
    AdviserForbidden,
    AdvisersHeard,
    NoSuchAdviser,
    NothingToTell,
    NotOurList,
    OnNoList,
    TooLittleLeft,
    advertise,
    buy_removal,
    buy_tip,
)
