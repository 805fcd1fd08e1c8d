"""A year judged under a law: scores by all agencies, lists and doors, by the town's own rules.

Streets are scored some at a time (`bench`); lists name the best and the worst of the whole town, so
they and what hangs on them come after all scores. Companies' lists and which rules close doors are
asked of those who own them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.kernel.time import DAY_S
from services.law.switchboard import Switch
from services.standing import agencies, lists, sanctions, scores
from services.standing.agencies import Agency, EntryRules
from services.standing.listings import Colour
from services.standing.sanctions import ListSanction
from services.standing.scores import PAY_SCORE
from services.workshops.lab.bench import COURT, Bench, Mask, bench, listed_at, score
from services.workshops.lab.laws import Law
from services.workshops.lab.years import Ints, Year

Given = Mapping[str, NDArray[np.int32]]  # by agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a law made of a year, resident by resident."""

    scores: Mapping[str, NDArray[np.int32]]  # by agency, the last; of everybody, rated or not
    rated: Mapping[str, Mask]
    listed: Ints  # how many scorings they stood on the court's list at
    by_companies: Ints  # and how often on a company's black list
    praised: Ints  # how often on the town's red list, or a company's
    doors: Mapping[str, Ints]  # by door, at how many scorings it was closed to them
    scorings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All streets together before a law, once they are scored."""

    year: Year
    law: Law
    rated: Mapping[str, Mask]


@dataclass(frozen=True, slots=True)
class Scoring:
    """One scoring: scores by agency, and who stands on the court's list."""

    given: Given
    listed: Mask


def judge(year: Year, law: Law, *, scorings: int = 12) -> Judged:
    """Everybody's scores by every agency so many times, with lists and doors each time."""
    rated, seen = _scored(year, law, scorings)
    whole = Whole(year=year, law=law, rated=rated)
    listed, by_companies, praised = np.zeros((3, year.people), dtype=np.int64)
    doors = {door: np.zeros(year.people, dtype=np.int64) for door in sanctions.doors()}
    for one in seen:
        black = {COURT: one.listed}
        for keeper in agencies.companies() if law[Switch.COMPANY_LISTS] == "on" else ():
            if keeper.lists is not None:
                red, blamed = _company(whole, keeper, keeper.lists, one.given[keeper.agency_id])
                black[keeper.agency_id] = blamed
                by_companies += blamed
                praised += red
        listed += one.listed
        red = _praised(whole, one.given[PAY_SCORE], one.listed)
        praised += red
        for door, shut in _closed(whole, one.given, black, red).items():
            doors[door] += shut
    return Judged(
        scores=seen[-1].given,
        rated=rated,
        listed=listed,
        by_companies=by_companies,
        praised=praised,
        doors=doors,
        scorings=scorings,
    )


def _scored(year: Year, law: Law, scorings: int) -> tuple[Mapping[str, Mask], list[Scoring]]:
    """Whom each agency rates, and every scoring in order: block by block, joined at the end."""
    rated: list[Mapping[str, Mask]] = []
    by_block: list[list[Scoring]] = []
    for block in year.blocks:
        seat = bench(block, law)
        rated.append(seat.rated)
        moments = (year.days * DAY_S * n // scorings for n in range(1, scorings + 1))
        by_block.append([_scoring(seat, as_of) for as_of in moments])
    joined = [
        Scoring(
            {name: np.concatenate([one.given[name] for one in at]) for name in at[0].given},
            np.concatenate([one.listed for one in at]),
        )
        for at in zip(*by_block, strict=True)
    ]
    return {name: np.concatenate([one[name] for one in rated]) for name in rated[0]}, joined


def _scoring(seat: Bench, as_of: int) -> Scoring:
    given = {one: score(seat, one, as_of) for one in agencies.catalogue()}
    return Scoring(given, listed_at(seat.table, seat.block, as_of))


def _company(
    whole: Whole, one: Agency, rules: EntryRules, given: NDArray[np.int32]
) -> tuple[Mask, Mask]:
    """A company's lists, red and black, by the rule of the town's companies; ties by number."""
    most = max(rules.red.at_most, rules.black.at_most)
    chosen = lists.drawn_up(
        rules, _outermost(given, _residents(whole, whole.rated[one.agency_id]), most)
    )
    return _named(whole, chosen[Colour.RED]), _named(whole, chosen[Colour.BLACK])


def _praised(whole: Whole, given: NDArray[np.int32], black: Mask) -> Mask:
    """The town's red list, by its rule, drawn up at each scoring; ties by number."""
    known = _outermost(given, _residents(whole, whole.rated[PAY_SCORE] & ~black), lists.RED_MAX)
    return _named(whole, scores.highest(known, lists.RED_MAX, at_least=lists.RED_AT_LEAST))


def _residents(whole: Whole, among: Mask) -> Mask:
    """Only those who were asked for."""
    return among & (np.arange(whole.year.people) < whole.year.residents)


def _outermost(given: NDArray[np.int32], among: Mask, most: int) -> dict[int, int]:
    """The scores of all who may be among the so many best or worst: a list names no others."""
    who = np.flatnonzero(among)
    points = given[who]
    if len(who) > 2 * most:
        low, high = np.partition(points, (most, len(who) - 1 - most))[[most, -1 - most]]
        chosen = (points <= low) | (points >= high)
        who, points = who[chosen], points[chosen]
    return dict(zip(who.tolist(), points.tolist(), strict=True))


def _named(whole: Whole, names: list[int]) -> Mask:
    found = np.zeros(whole.year.people, dtype=np.bool_)
    found[names] = True
    return found


def _closed(
    whole: Whole, given: Mapping[str, NDArray[np.int32]], black: Mapping[str, Mask], red: Mask
) -> dict[str, Mask]:
    """By door, to whom it is closed. Whoever the town praises stands above every bar."""
    by_list, by_score = sanctions.lawful(whole.law)
    shut = {door: np.zeros(whole.year.people, dtype=np.bool_) for door in sanctions.doors()}
    is_joint = whole.law[Switch.JOINT_SANCTIONS] == "on"
    for one in by_list:
        for agency, names in black.items():
            if is_joint or agency == one.agency:
                shut[one.closes] |= _reached(whole, one, names)
    for rule in by_score:
        shut[rule.closes] |= (given[rule.agency] < rule.below) & whole.rated[rule.agency] & ~red
    return shut


def _reached(whole: Whole, one: ListSanction, names: Mask) -> Mask:
    """Whom a rule reaches whose list names some: themselves, or their children."""
    if one.reaches == "self":
        return names
    reached = np.zeros(whole.year.people, dtype=np.bool_)
    if whole.law[Switch.KIN] == "on":
        child, parent = whole.year.parents
        reached[child[names[parent]]] = True
    return reached
