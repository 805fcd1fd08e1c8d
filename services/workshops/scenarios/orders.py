"""What is typed after `/run`: a card, perhaps on whom, perhaps when, perhaps only to look at it.

Whom and when are short codes, so that a button can carry them: "" is chance, "all" the people in
the room, `p…` one of them, `r…` a resident, `g…` a group that people made; `h3` is in three town
hours, `t1800` the next time that it is six in the evening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import one_line
from services.kernel.time import DAY_S, HOUR_S, MINUTE_S, TownTime, next_time_of_day
from services.kernel.town import ParticipantId, Town
from services.people.identity import Neighbour, NobodyOfThatName, by_id, by_name, neighbours
from services.social import groups
from services.workshops.scenarios.catalogue import Card, cards


class NoSuchCard(RuleError):
    """No scenario card has this name. Fields: `card`, as typed; `cards`, those there are."""


class AboutNobody(RuleError):
    """The card is about everybody or about the town, so nobody can be named. Field: `card`."""


class NobodyThere(RuleError):
    """Nobody is in the room, or nobody of the room is in the group."""


class HasLeft(RuleError):
    """Somebody whom a card is or was about has left the town. Field: `name`."""


class NoSuchTime(RuleError):
    """No hour of a day, or too many hours ahead. Fields: `typed`, `high` (hours)."""


TYPED_MAX = 20
HOURS_MAX = 240
TONIGHT, MORNING = "t2000", "t0800"
ALL = "all"
_ALL = frozenset({"all", "everybody", "everyone", "所有人", "全部", "大家"})
_WHEN = re.compile(
    r"(?:^| )(?:(?:at )?(?P<hour>\d{1,2}):(?P<minute>\d{2})|in (?P<in>\d{1,4}) ?(?:hours?|h)"
    r"|(?P<hours>\d{1,4}) ?(?:个)?小时后|(?P<tonight>tonight|今晚)"
    r"|(?P<morning>(?:tomorrow|next)(?: morning)?|明早|明天))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Whom:
    """On whom a card is to be played, by its code; who that is now, and a name for all of them."""

    code: str
    name: str
    people: tuple[Neighbour, ...]

    @property
    def one(self) -> Neighbour | None:
        """The one who is picked out."""
        return self.people[0] if self.code[:1] in ("p", "r") else None


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed: `when` is empty for at once; `is_asked`: it is only to be looked at."""

    card: Card
    whom: str
    when: str
    is_asked: bool


def card_of(card_id: str) -> Card:
    """The card of an id. Raises `NoSuchCard`."""
    known = {card.card_id: card for card in cards()}
    found = known.get(card_id.lower())
    if found is None:
        raise NoSuchCard(card=card_id[:TYPED_MAX], cards=", ".join(known))
    return found


def read(town: Town, typed: str) -> Order:
    """Read what was typed. Raises `NoSuchCard`, `AboutNobody`, `NoSuchTime`, `NobodyOfThatName`."""
    words = one_line(normalize("NFKC", typed))
    is_asked = words.endswith("?")
    name, _, rest = words.rstrip("? ").partition(" ")
    card = card_of(name)
    found = _WHEN.search(rest)
    when = "" if found is None else _code(found)
    if found is not None:
        rest = rest[: found.start()]
    rest = rest.strip()
    if rest and not card.takes_somebody:
        raise AboutNobody(card=card.title)
    return Order(card, _whom(town, rest), when, is_asked)


def whom(town: Town, code: str) -> Whom:
    """Who a code means now. Raises `HasLeft`, `NobodyThere`, `Outdated`."""
    if not code:
        return Whom("", "", ())
    if code[:1] in ("p", "r"):
        one = by_id(town, ParticipantId(code[1:]))
        if one.is_resident != code.startswith("r"):
            raise HasLeft(name=one.name)
        return Whom(code, one.name, (one,))
    here = {one.participant_id: one for one in neighbours(town) if not one.is_resident}
    name = ""
    if code != ALL:
        group = groups.find_group(town, int(code[1:]))
        name, members = group.name, {member.participant_id for member in group.members}
        here = {who: one for who, one in here.items() if who in members}
    if not here:
        raise NobodyThere
    return Whom(code, name, tuple(here.values()))


def name_of(town: Town, code: str) -> str:
    """Whose or what group's name a code stands for; of an ended group none. Raises `HasLeft`."""
    if code.startswith("g"):
        try:
            return groups.find_group(town, int(code[1:])).name
        except Outdated:
            return ""
    return "" if code == ALL else whom(town, code).name


def code_of(one: Neighbour) -> str:
    """The code of one person."""
    return f"{'r' if one.is_resident else 'p'}{one.participant_id}"


def due(town: Town, when: str) -> TownTime:
    """The town time of a code. Raises `NoSuchTime`."""
    if when.startswith("h"):
        return TownTime(town.now + int(when[1:]) * HOUR_S)
    second = int(when[1:3]) * HOUR_S + int(when[3:5]) * MINUTE_S
    return next_time_of_day(town.now, second)


def _code(found: re.Match[str]) -> str:
    if found["tonight"]:
        return TONIGHT
    if found["morning"]:
        return MORNING
    if found["hour"]:
        second = int(found["hour"]) * HOUR_S + int(found["minute"]) * MINUTE_S
        if int(found["minute"]) * MINUTE_S >= HOUR_S or second >= DAY_S:
            raise NoSuchTime(typed=found[0].strip(), high=HOURS_MAX)
        return f"t{int(found['hour']):02d}{found['minute']}"
    hours = int(found["in"] or found["hours"])
    if not 1 <= hours <= HOURS_MAX:
        raise NoSuchTime(typed=found[0].strip(), high=HOURS_MAX)
    return f"h{hours}"


def _whom(town: Town, typed: str) -> str:
    if not typed:
        return ""
    if typed.casefold() in _ALL:
        return ALL
    try:
        return code_of(by_name(town, typed))
    except NobodyOfThatName:
        group = groups.named(town, typed)
        if group is None:
            raise
        return f"g{group.group_id}"
