"""When scores are computed anew, and what another law or document would give."""

from services.standing.rescoring.errors import NoSuchDocument, NothingToReplay
from services.standing.rescoring.events import RescoringEnded
from services.standing.rescoring.replay import Shift, WhatIf
from services.standing.rescoring.service import (
    RESCORE,
    RESCORE_NIGHT,
    Run,
    day_of,
    look_at,
    night,
    rescore,
    start_nights,
    step,
)

__all__ = [
    "RESCORE",
    "RESCORE_NIGHT",
    "NoSuchDocument",
    "NothingToReplay",
    "RescoringEnded",
    "Run",
    "Shift",
    "WhatIf",
    "day_of",
    "look_at",
    "night",
    "rescore",
    "start_nights",
    "step",
]
