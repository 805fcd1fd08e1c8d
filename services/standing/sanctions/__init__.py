"""What is closed to whom, and why: worked out from the lists and the law; and exemptions to it."""

from services.standing.sanctions.catalogue import (
    Door,
    ListSanction,
    Sanction,
    ScoreSanction,
    catalogue,
    doors,
    lawful,
)
from services.standing.sanctions.exemptions import (
    DoorOpen,
    Exemption,
    ExemptionAsked,
    ExemptionDecided,
    ExemptionState,
    ask_exemption,
    count_asked,
    decide_exemption,
    exemption,
    waiting_exemptions,
)
from services.standing.sanctions.line import line_delay_s
from services.standing.sanctions.service import (
    EXEMPTION_S,
    Closed,
    Distrust,
    DoorClosed,
    LearnedOfListing,
    MyDoors,
    as_refused,
    closed,
    in_force,
    is_applied,
    my_doors,
    require_open,
)
