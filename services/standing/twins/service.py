"""One person's life judged again under another law.

The facts stay, and every rule is the town's own: it is asked in a town whose law is supposed to be
another, and nothing of that stays. What people would have done differently is not guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from services.kernel.time import TownTime
from services.kernel.town import Town
from services.law import switchboard
from services.law.switchboard import Setting, Switch, Value
from services.people.identity import names_like
from services.standing import agencies, listings, sanctions, scores
from services.standing.agencies import Agency
from services.standing.listings import Colour, Ended, Listing
from services.standing.sanctions import Door
from services.standing.scores import PAY_SCORE, CalculationSecret, Course

POINTS_MAX = 24  # moments of a course that are judged again
TYPED_MAX = 40
LISTED_FOR_KIN, AT_DISCRETION = "kin", "discretion"


@dataclass(frozen=True, slots=True)
class Life:
    """What stands for and against somebody now: scores by agency, doors and black lists by id."""

    scores: Mapping[str, int]
    doors: frozenset[str]
    lists: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """What one change of law would have meant: points by agency, doors and lists."""

    setting: Setting
    value: Value
    moved: tuple[tuple[Agency, int], ...]  # only where the score would be another
    opened: tuple[Door, ...]
    closed: tuple[Door, ...]
    lists: tuple[Listing, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much it spares; more is better."""
        doors = len(self.opened) - len(self.closed)
        return doors, len(self.lists), sum(points for _, points in self.moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Courses, each with its twin: scores at the same moments, oldest first."""

    spared: Spared
    pairs: tuple[tuple[Course, Course], ...]


def sparing(town: Town) -> tuple[Spared, ...]:
    """Each switch turned round that would have changed anything for the asker, the best first.

    Raises `CalculationSecret` while the law keeps from people how they are judged.
    """
    _require_open(town)
    mine, now = _black(town), _now(town)
    found = [_spared(town, setting, value, mine, now) for setting, value in _turned(town)]
    told = [one for one in found if one.moved or one.opened or one.closed or one.lists]
    return tuple(sorted(told, key=lambda one: (*(-n for n in one.weight), one.setting.switch)))


def twin(town: Town, typed: str) -> Twin:
    """The asker's scores as they went, and as they would have gone with one switch turned round.

    Those that it would have moved; the Pay Score where it would have moved none. Raises
    `CalculationSecret`, `UnknownSwitch`.
    """
    _require_open(town)
    setting, value = _turned_of(town, typed)
    spared = _spared(town, setting, value, _black(town), _now(town))
    touched = {one.agency_id for one in agencies.touched(town, setting)}
    with switchboard.supposed(town, {setting.switch: value}) as other:
        pairs = [
            (course, replace(course, points=tuple(_again(other, course))))
            for course in map(_spread, scores.courses(town))
            if course.agency_id in touched | {PAY_SCORE}
        ]
    moved = [pair for pair in pairs if pair[0] != pair[1]]
    return Twin(spared=spared, pairs=tuple(moved or pairs[:1]))


def _require_open(town: Town) -> None:
    if scores.law_of(town).explanation.is_secret:
        raise CalculationSecret(opens=scores.Explanation.REASONS.value)


def _turned(town: Town) -> Iterator[tuple[Setting, Value]]:
    """Every switch that is on or off, the other way round."""
    said = switchboard.switches(town)
    for setting in switchboard.catalogue().values():
        if setting.is_on_off:
            yield setting, "off" if said[setting.switch.value] == "on" else "on"


def _turned_of(town: Town, typed: str) -> tuple[Setting, Value]:
    wanted = typed.strip().lower()
    for setting, value in _turned(town):
        if setting.switch.value == wanted:
            return setting, value
    near = names_like(wanted, [setting.switch.value for setting, _ in _turned(town)])
    raise switchboard.UnknownSwitch(typed=typed.strip()[:TYPED_MAX], instead=tuple(near))


def _spared(
    town: Town, setting: Setting, value: Value, mine: tuple[Listing, ...], now: Life
) -> Spared:
    touched = [one for one in agencies.touched(town, setting) if one.agency_id in now.scores]
    with switchboard.supposed(town, {setting.switch: value}) as other:
        _strike_unlawful(other, mine)
        then = _life(other, touched)
    moves = [(one, then.scores[one.agency_id] - now.scores[one.agency_id]) for one in touched]
    doors = sanctions.doors()
    return Spared(
        setting=setting,
        value=value,
        moved=tuple((one, points) for one, points in moves if points),
        opened=tuple(doors[one] for one in doors if one in now.doors - then.doors),
        closed=tuple(doors[one] for one in doors if one in then.doors - now.doors),
        lists=tuple(one for one in mine if one.listing_id not in then.lists),
    )


def _now(town: Town) -> Life:
    who = town.actor.pid
    rated = [
        one for one in agencies.catalogue().values() if agencies.member(town, who, one.agency_id)
    ]
    with switchboard.supposed(town, {}) as same:
        return _life(same, rated)


def _life(town: Town, rated: Collection[Agency]) -> Life:
    closed = {one.door.door_id for one in sanctions.in_force(town, town.actor.pid)}
    left = frozenset(one.listing_id for one in _black(town))
    given = {one.agency_id: _score(town, town.now, one.agency_id) for one in rated}
    return Life(given, frozenset(closed), left)


def _strike_unlawful(town: Town, mine: Iterable[Listing]) -> None:
    for one in mine:
        if not _would_stand(town, one):
            listings.strike(town, one, because=Ended.REFORM)


def _black(town: Town) -> tuple[Listing, ...]:
    """The black lists that name the asker."""
    standing = listings.standing(town, Colour.BLACK)
    return tuple(one for one in standing if one.participant_id == town.actor.pid)


def _would_stand(town: Town, one: Listing) -> bool:
    """Whether the law in force would have let this entry be made."""
    if switchboard.is_on(town, Switch.MINORS_SPARED) and town.actor.pid in listings.minors(town):
        return False
    if one.is_companys:
        return switchboard.is_on(town, Switch.COMPANY_LISTS) and _is_low(town, one)
    if one.basis.partition(":")[0] == LISTED_FOR_KIN:
        return switchboard.is_on(town, Switch.KIN)
    if one.basis.partition(":")[0] == AT_DISCRETION:
        lawful = one.named in listings.lawful()
        return lawful or not switchboard.is_on(town, Switch.LEGAL_BASIS)
    return True


def _is_low(town: Town, one: Listing) -> bool:
    rules = agencies.agency(one.agency).lists
    return rules is not None and _score(town, one.listed, one.agency) < rules.black.below


def _score(town: Town, at: TownTime, agency: str) -> int:
    """The asker's score as of a moment, by the document and the law of that moment."""
    then, me = replace(town, now=at), town.actor.pid
    return scores.evaluate_for(then, [me], agency, scores.law_of(then))[me].result.score


def _again(town: Town, course: Course) -> Iterator[tuple[TownTime, int]]:
    for at, _ in course.points:
        yield at, _score(town, at, course.agency_id)


def _spread(course: Course) -> Course:
    """So many of its moments as are judged again, evenly, the first and the last among them."""
    points = course.points
    if len(points) <= POINTS_MAX:
        return course
    last, steps = len(points) - 1, POINTS_MAX - 1
    return replace(course, points=tuple(points[n * last // steps] for n in range(POINTS_MAX)))
