"""Who is not to be named in public. Whatever shows names to the town asks here."""

from services.people.masks.service import MaskChanged, hidden, set_mask
from services.people.masks.tables import MASKED
