"""From when on: town times as they are typed, in both languages."""

from __future__ import annotations

import re
from unicodedata import normalize

from services.kernel.errors import RuleError
from services.kernel.localized import one_line
from services.kernel.time import DAY_S, HOUR_S, MINUTE_S, TownTime, day_number, next_time_of_day
from services.kernel.town import Town
from services.law.switchboard import DelayOutOfRange

AT_ONCE = TownTime(0)
MORNING_S = 8 * HOUR_S
DELAY_MAX_DAYS = 365
TYPED_MAX = 40

_CLOCK = r"(?:(?:at )?(?P<hour>\d{1,2}):(?P<minute>\d{2}))?"
_WHEN = re.compile(
    rf"(?:(?P<next>tomorrow|明天|明早)|(?:day (?P<day>\d{{1,4}})|第(?P<tian>\d{{1,4}})天)"
    rf"|in (?P<in>\d{{1,4}}) days?|(?P<later>\d{{1,4}}) ?(?:天|日)后)? ?{_CLOCK}",
    re.IGNORECASE,
)
_NOW = frozenset({"", "now", "at once", "现在", "立即", "即刻"})


class NoSuchMoment(RuleError):
    """That is no town time to come. Field: `typed`."""


def tomorrow(town: Town) -> TownTime:
    """Tomorrow at eight in the morning."""
    return TownTime(town.now - town.now % DAY_S + DAY_S + MORNING_S)


def read_when(town: Town, typed: str) -> TownTime:
    """The town time that was typed; `AT_ONCE` for now. Raises `NoSuchMoment`, `DelayOutOfRange`."""
    words = one_line(normalize("NFKC", typed)).lower()
    if words in _NOW:
        return AT_ONCE
    found = _WHEN.fullmatch(words)
    at = None if found is None else _moment(town, found)
    if at is None or at <= town.now:
        raise NoSuchMoment(typed=typed.strip()[:TYPED_MAX])
    if at > town.now + DELAY_MAX_DAYS * DAY_S:
        raise DelayOutOfRange(high=DELAY_MAX_DAYS)
    return at


def _moment(town: Town, found: re.Match[str]) -> TownTime | None:
    second = None
    if found["hour"]:
        second = int(found["hour"]) * HOUR_S + int(found["minute"]) * MINUTE_S
        if int(found["minute"]) >= HOUR_S // MINUTE_S or second >= DAY_S:
            return None
    midnight = town.now - town.now % DAY_S
    named, ahead = found["day"] or found["tian"], found["in"] or found["later"]
    if found["next"]:
        days, usual = 1, MORNING_S
    elif named:
        days, usual = int(named) - day_number(town.now), MORNING_S
    elif ahead:
        days, usual = int(ahead), 0
    else:
        return None if second is None else next_time_of_day(town.now, second)
    return TownTime(midnight + days * DAY_S + (usual if second is None else second))
