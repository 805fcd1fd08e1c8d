"""Accusations of a fall, true or staged: evidence, a counter-claim, a decision."""

from services.standing.accusations.dropping import drop
from services.standing.accusations.evidence import Piece, evidence, shown
from services.standing.accusations.records import (
    Accusation,
    AccusationChanged,
    AccusationDecided,
    Accused,
    FallState,
    Look,
    Side,
    accusation_of,
)
from services.standing.accusations.service import (
    ACCUSATION_DUE,
    SHOWN_MAX,
    AccusedAlready,
    AnsweredAlready,
    NobodyAccusesYou,
    NobodyToAccuse,
    NothingLikeIt,
    NoTimeToLook,
    OwnAccusation,
    accuse,
    book,
    counter,
    decide,
    fall_due,
    look,
    mine,
    settle,
)
from services.standing.accusations.truth import late_counter_claims, truly_to_blame
