"""The clearing house: what the regulator sees of payments, and a plot that only clearing solves."""

from services.money.clearing.feed import (
    AlreadyWatching,
    Feed,
    Flow,
    NotRegulator,
    RegulatorAppointed,
    RegulatorDismissed,
    appoint,
    dismiss,
    feed,
    resign,
    watchers,
)
from services.money.clearing.plots import (
    PLOT_STEP,
    NamedBefore,
    NoPlot,
    NoRegulator,
    PlotBegun,
    SuspectNamed,
    accuse,
    begin_plot,
    step,
    stop_plot,
)
