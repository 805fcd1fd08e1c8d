"""What the lists are worth against what happened: for whoever runs the town, and nobody else."""

from services.workshops.truth.behind import Behind, behind
from services.workshops.truth.delay import DelayCost, delay_costs
from services.workshops.truth.measure import (
    HUNDREDTHS,
    AgencyTruth,
    Mean,
    RuleTruth,
    TruthTable,
    percent,
    truth,
)
