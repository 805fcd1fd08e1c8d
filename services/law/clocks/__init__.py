"""Clocks of the law as ledgers: whatever is answered within a time says how each day counts."""

from services.law.clocks.catalogue import Clock, Stage, Unit, catalogue, reasons
from services.law.clocks.counting import Act, Entry, Reading, Rule, Run, due_after, read
from services.law.clocks.ledger import (
    ClockOver,
    ClockRuns,
    ClockStopped,
    NotLengthened,
    current,
    decide,
    extend,
    pause,
    resume,
    stages,
    start,
)
