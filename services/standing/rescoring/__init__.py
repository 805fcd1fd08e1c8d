"""When scores are computed anew, and what another law or document would give."""

from services.standing.rescoring.replay import (
    NoSuchDocument,
    NothingToReplay,
    Shift,
    WhatIf,
    moves_of,
)
from services.standing.rescoring.scope import Cell, HeatMap, heat_map
from services.standing.rescoring.service import (
    RESCORE,
    RESCORE_NIGHT,
    RescoringEnded,
    Run,
    day_of,
    look_at,
    night,
    rescore,
    start_nights,
    step,
)
