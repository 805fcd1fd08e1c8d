"""The town's evenings: lists at eight, notices half an hour later, every town day.

Each evening that was missed is caught up in its order, so that every listing keeps its days; the
town is told of the last one only, and for it alone the companies draw up their own lists.
"""

from __future__ import annotations

from services.kernel.time import HOUR_S, MINUTE_S, TownTime, next_time_of_day
from services.kernel.timers import set_timer
from services.kernel.town import Town
from services.standing.lists.service import attach_notices, publish

EVENING_LISTS = "evening_lists"  # the timers' kinds
CALLER_NOTICES = "caller_notices"
LISTS_AT_S = 20 * HOUR_S
NOTICES_AT_S = LISTS_AT_S + 30 * MINUTE_S


def start_evenings(town: Town) -> None:
    """Let the evenings begin; once per town, however often it is said."""
    set_timer(town, EVENING_LISTS, "", due=next_time_of_day(town.now, LISTS_AT_S))
    set_timer(town, CALLER_NOTICES, "", due=next_time_of_day(town.now, NOTICES_AT_S))


def evening(town: Town, subject: str) -> None:
    """A timer's verb: publish the lists of this evening and wait for the next."""
    following = next_time_of_day(town.now, LISTS_AT_S)
    publish(town, is_told=following > _present(town))
    set_timer(town, EVENING_LISTS, subject, due=following)


def notices(town: Town, subject: str) -> None:
    """A timer's verb: bring the notices in step and wait for the next evening."""
    attach_notices(town)
    set_timer(town, CALLER_NOTICES, subject, due=next_time_of_day(town.now, NOTICES_AT_S))


def _present(town: Town) -> TownTime:
    """The town time outside: a timer's own `now` is its due time, which may be long past."""
    return town.workshop.clock.at(town.wall_ms)
