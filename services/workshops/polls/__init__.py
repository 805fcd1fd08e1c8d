"""The same questions before, during and after, as measurement: paired, and never by person."""

from services.workshops.polls.catalogue import PollItem, PollItems, items
from services.workshops.polls.results import (
    TOLD_FROM,
    ItemResult,
    Meter,
    Results,
    Shift,
    Spread,
    WavesKept,
    handle_event,
    meter,
    results,
)
from services.workshops.polls.service import (
    MOST,
    AnswersChanged,
    NothingAsked,
    Progress,
    Sheet,
    Wave,
    WaveAsked,
    WaveClosed,
    WaveIsOver,
    WaveWasAsked,
    answer,
    ask,
    close,
    forget_answers,
    my_sheet,
    progress,
    sheet,
    waits_at,
)
