"""The month's bulletin: model cases of sanctions and rewards from the town's own lists, no names.

With it comes the model citizen: whoever has the highest Pay Score of the red list and is not one
already. For a year the town pays their rent, month by month, out of money that it makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.money import Fen, Money
from services.kernel.schema import AnyRow, insert_new
from services.kernel.time import DAY_S, FIRST_DAY, HOUR_S, Moment, TownTime, calendar_date
from services.kernel.timers import set_timer
from services.kernel.town import (
    STEWARDS,
    Event,
    ParticipantId,
    Town,
    UnitOfWork,
    WorkshopId,
    require,
)
from services.money import ledger
from services.people import masks
from services.people.facts import Fact, record
from services.people.identity import by_id, own_town
from services.standing import courts, listings, scores
from services.standing.bulletins.tables import bulletins
from services.standing.listings import Colour, Listing

MONTH = "month_bulletin"  # the timer's kind
AT_S = 9 * HOUR_S
CASES_MAX = 10  # the national list is of ten
RENT = Fen(72_00)  # four weeks of the town's room
RENT_FREE_S = 365 * DAY_S
TOWN_HALL = "town_hall"


class NoBulletin(RuleError):
    """The first month has not ended yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What happened to somebody: praised or blamed by whom, for how many days, owing what."""

    colour: Colour
    agency: str
    days: int
    is_over: bool
    owed: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What the town reads of a month. `citizen`: the name, none where masked or where nobody is."""

    month: str
    at: Moment
    cases: tuple[Case, ...]
    has_citizen: bool
    citizen: str


@dataclass(frozen=True, slots=True)
class BulletinPublished(Event):
    """A bulletin is out; of a long leap only the last is told."""

    workshop_id: WorkshopId


def start_months(town: Town) -> None:
    """Let the months begin; once per town, however often it is said."""
    set_timer(town, MONTH, "", due=next_first(town.now))


def first_of_month(town: Town, subject: str) -> None:
    """A timer's verb: publish what the month that has ended brought, and wait for the next."""
    following = next_first(town.now)
    # A timer's own `now` is its due time, which may be long past.
    is_told = following > town.workshop.clock.at(town.wall_ms)
    _publish(town, calendar_date(town.now) - timedelta(days=1), is_told=is_told)
    set_timer(town, MONTH, subject, due=following)


def publish_now(town: Town) -> None:
    """The bulletin of this month without waiting for its end, once. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    _publish(town, calendar_date(town.now))


def latest(uow: UnitOfWork) -> Bulletin:
    """The last bulletin of one's town. Raises `NoBulletin`, `NotInTown`."""
    town = own_town(uow)
    rows = _rows(town)
    if not rows:
        raise NoBulletin
    return _bulletin(town, rows[0])


def between(town: Town, since: int, until: int) -> list[Bulletin]:
    """The bulletins that came out between two town times."""
    return [_bulletin(town, row) for row in _rows(town) if since <= row.town_s < until]


def _publish(town: Town, day: date, *, is_told: bool = True) -> None:
    month, before = f"{day.year}-{day.month:02d}", _rows(town)
    is_new = insert_new(
        town.conn,
        bulletins,
        workshop_id=town.workshop_id,
        month=month,
        since_town_s=before[0].town_s if before else 0,
        town_s=town.now,
        citizen=_best_of_the_red_list(town, before),
    )
    if is_new:
        _waive_rents(town, month)
        if is_told:
            town.emit(BulletinPublished(town.workshop_id))


def _bulletin(town: Town, row: AnyRow) -> Bulletin:
    came, went = listings.changes(town, row.since_town_s, row.town_s)
    told = {one.listing_id: one for one in (*went, *came)}
    red = [one for one in told.values() if one.colour is Colour.RED]
    black = [one for one in told.values() if one.colour is Colour.BLACK]
    few = CASES_MAX // 2  # of each, or more where the other has fewer
    black = black[: max(few, CASES_MAX - len(red))]
    chosen = (*black, *red[: CASES_MAX - len(black)])
    named = row.citizen is not None and row.citizen not in masks.hidden(town)
    return Bulletin(
        month=row.month,
        at=Moment(row.town_s),
        cases=tuple(_case(town, one, row.town_s) for one in chosen),
        has_citizen=row.citizen is not None,
        citizen=by_id(town, row.citizen).name if named else "",
    )


def _case(town: Town, listing: Listing, at: int) -> Case:
    """As it stood when the bulletin came out."""
    is_over = listing.delisted is not None and listing.delisted < at
    end = listing.delisted if is_over and listing.delisted is not None else at
    judgment = courts.judgment_on_which(town, listing.basis)
    return Case(
        colour=listing.colour,
        agency=listing.agency,
        days=(end - (listing.published or listing.listed)) // DAY_S,
        is_over=is_over,
        owed=judgment.amount if judgment else None,
    )


def _best_of_the_red_list(town: Town, before: Sequence[AnyRow]) -> ParticipantId | None:
    """The highest score of those praised who live rent-free no more; of equal ones the first."""
    holders = {row.citizen for row in before if town.now < row.town_s + RENT_FREE_S}
    given = scores.latest(town, scores.PAY_SCORE)
    praised = (one for one in listings.standing(town, Colour.RED) if not one.is_companys)
    free = [one.participant_id for one in praised if one.participant_id not in holders]
    rated = [who for who in free if who in given]
    return max(rated, key=lambda who: given[who].score, default=next(iter(free), None))


def _waive_rents(town: Town, month: str) -> None:
    """This month's rent of every model citizen of the last year comes back to them, once."""
    for row in _rows(town):
        if row.citizen is None or town.now >= row.town_s + RENT_FREE_S:
            continue
        key = f"rent_waived:{row.bulletin_id}:{month}"
        wallet = by_id(town, row.citizen).wallet
        ledger.issue(town, wallet, RENT, kind="rent_waived", key=f"{town.workshop_id}:{key}")
        record(town, Fact(row.citizen, "rent_waived", RENT, TOWN_HALL, source=TOWN_HALL, key=key))


def next_first(town_s: int) -> TownTime:
    """Nine in the morning of the first of the next month."""
    first = (calendar_date(town_s).replace(day=1) + timedelta(days=31)).replace(day=1)
    return TownTime((first - FIRST_DAY).days * DAY_S + AT_S)


def _rows(town: Town) -> Sequence[AnyRow]:
    """The town's bulletins, the newest first."""
    here = bulletins.c.workshop_id == town.workshop_id
    query = select(bulletins).where(here).order_by(bulletins.c.bulletin_id.desc())
    return town.conn.execute(query).all()
