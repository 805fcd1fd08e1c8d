"""What it costs to wait with a reform: days of people under listings behind which there is no deed.

All such listings count, whichever of them the reform would have ended: the days are told as what
went on meanwhile, and as nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from services.kernel.time import DAY_S, day_number
from services.kernel.town import STEWARDS, Town, require
from services.standing import listings
from services.standing.listings import Colour
from services.workshops.truth.behind import behind

HUNDREDTHS = 100
DAYS_MAX = 400


@dataclass(frozen=True, slots=True)
class DelayCost:
    """One town day: how many days, in hundredths, people lived under wrongful listings in it."""

    day: int
    hundredths: int


def delay_costs(town: Town, since: int, until: int) -> tuple[DelayCost, ...]:
    """Each day from one town time to another, the first and the last as far as they go.

    Somebody wrongly on two lists counts twice. Raises `NotAllowed`.
    """
    require(town, *STEWARDS)
    found = listings.ever(town, Colour.BLACK)
    deeds = zip(found, behind(town, found), strict=True)
    wrong = [
        (one.published, until if one.delisted is None else one.delisted)
        for one, deed in deeds
        if deed.is_right is False and one.published is not None
    ]
    midnights = range(since - since % DAY_S + DAY_S, until, DAY_S)
    return tuple(
        DelayCost(
            day_number(first),
            sum(max(0, min(to, end) - max(at, first)) for at, to in wrong) * HUNDREDTHS // DAY_S,
        )
        for first, end in pairwise([since, *midnights, until][-DAYS_MAX:])
    )
