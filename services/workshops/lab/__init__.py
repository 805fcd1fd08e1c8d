"""The synthetic town: invented lives for a year, judged by the town's own rules. No database."""

from services.workshops.lab.bands import (
    EVERYBODY,
    GROUP_FEW,
    GROUP_MIN,
    Band,
    Bands,
    GroupBands,
    bands,
    foreseen,
)
from services.workshops.lab.judging import Judged, judge
from services.workshops.lab.laws import ENACT, PRESET, REPEAL, Law, law_with
from services.workshops.lab.lives import Lives, lives, why_still
from services.workshops.lab.living import STREET, live
from services.workshops.lab.several import (
    DAYS,
    RESIDENTS,
    TOWNS,
    Tried,
    begun,
    is_of,
    one_more,
    tried,
)
from services.workshops.lab.trials import band_file
from services.workshops.lab.years import Year
