"""Who knows what of whom, and what was done with it: the town's half of the map of power."""

from services.workshops.power.service import Power, Rater, power
from services.workshops.power.traces import Reach, followed, named_by, reach
