"""The town's scripted people: the same seed tells the same story, through the same services."""

from services.living.residents.acts import RESIDENT_ACT, perform
from services.living.residents.days import RESIDENT_DAY, move_in, new_day
from services.living.residents.folk import compliance, rating_in_both
from services.living.residents.reactions import react
from services.living.residents.silence import SilentDays
