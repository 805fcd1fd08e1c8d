"""Publishing the lists, and putting notices on the lines of those they name.

The town's black list is whatever its court puts down; its red list is drawn up here once a town
week, from the highest Pay Scores, and nobody is on both. The companies keep lists of their own,
which may contradict these and each other. Nobody is told in person.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from services.kernel.localized import Localized
from services.kernel.schema import insert_new
from services.kernel.time import DAY_S, HOUR_S, MINUTE_S, Moment, next_time_of_day
from services.kernel.timers import set_timer
from services.kernel.town import STEWARDS, Town, require
from services.kernel.towns import lock
from services.social.notices import attach, noticed, take_off
from services.standing import agencies, courts, listings, scores
from services.standing.listings import Colour, Listing
from services.standing.lists.board import Board, Entry, ListsPublished, entries
from services.standing.lists.cameras import cameras, post
from services.standing.lists.companies import draw_up, folded
from services.standing.lists.tables import list_editions

TOWN_HALL = "town_hall"  # draws up the red list; invented
RED_MAX = 3
RED_AT_LEAST = 600  # "about 600 is normal": praise begins there; invented
RED_TERM_S = 7 * DAY_S  # drawn up once a town week, so that the town is not told every evening
EVENING_LISTS = "evening_lists"  # the timers' kinds
CALLER_NOTICES = "caller_notices"
LISTS_AT_S = 20 * HOUR_S
NOTICES_AT_S = LISTS_AT_S + 30 * MINUTE_S


@dataclass(frozen=True, slots=True)
class NoticesChanged:
    """How many lines were given a notice, and how many lost theirs."""

    attached: int
    taken_off: int


@dataclass(frozen=True, slots=True)
class Mine:
    """One list on which the asker stands; `title` is a company's name."""

    colour: Colour
    agency: str
    title: Localized | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The board, and where the one who looks at it stands themself."""

    board: Board
    mine: tuple[Mine, ...]
    entries: tuple[Listing, ...] = ()  # their own of the town's black lists
    lives_here: bool = True  # whoever runs the town may not


def publish(town: Town, *, is_told: bool = True, is_news: bool = False) -> Board:
    """Publish what is due, strike what was lifted, and tell the town. Twice in one act is once.

    `is_news`: tell it as news even when nothing has changed. Raises `NotAllowed` for participants.
    """
    require(town, *STEWARDS)
    lock(town)
    if _is_published(town):
        return current_board(town)
    chooses_red = _red_is_due(town)
    company_names = draw_up(town) if is_told else 0  # of a long leap the last evening is enough
    has_news = _changed(town, chooses_red=chooses_red)
    post(town)
    unheard = is_news or has_news or _has_unheard_news(town)
    insert_new(
        town.conn,
        list_editions,
        workshop_id=town.workshop_id,
        key=town.key,
        town_s=town.now,
        has_news=has_news,
        was_told=is_told,
        chose_red=chooses_red,
    )
    board = current_board(town)
    if is_told:
        town.emit(ListsPublished(town.workshop_id, board, unheard, company_names))
    return board


def publish_now(town: Town) -> Board:
    """The facilitator does not wait for the evening: lists and notices at once."""
    board = publish(town, is_news=True)
    attach_notices(town)
    return board


def start_evenings(town: Town) -> None:
    """Let the evenings begin; once per town, however often it is said."""
    set_timer(town, EVENING_LISTS, "", due=next_time_of_day(town.now, LISTS_AT_S))
    set_timer(town, CALLER_NOTICES, "", due=next_time_of_day(town.now, NOTICES_AT_S))


def evening(town: Town, subject: str) -> None:
    """A timer's verb: publish the lists of this evening and wait for the next.

    Each evening that was missed is caught up in its order, so that every listing keeps its days;
    the town is told of the last one only, and for it alone the companies draw up their own lists.
    """
    following = next_time_of_day(town.now, LISTS_AT_S)
    # A timer's own `now` is its due time, which may be long past.
    publish(town, is_told=following > town.workshop.clock.at(town.wall_ms))
    set_timer(town, EVENING_LISTS, subject, due=following)


def notices(town: Town, subject: str) -> None:
    """A timer's verb: bring the notices in step and wait for the next evening."""
    attach_notices(town)
    set_timer(town, CALLER_NOTICES, subject, due=next_time_of_day(town.now, NOTICES_AT_S))


def attach_notices(town: Town) -> NoticesChanged:
    """Bring the lines in step with the black lists that are heard: on, and off after delisting."""
    heard = {one.agency_id for one in agencies.catalogue().values() if one.notice is not None}
    standing = [ls for ls in listings.standing(town, Colour.BLACK) if ls.agency in heard]
    attached = sum(_attach(town, listing) for listing in standing)
    current = {ls.listing_id for ls in standing}
    gone = [listing_id for listing_id in noticed(town) if listing_id not in current]
    return NoticesChanged(attached, sum(take_off(town, listing_id) for listing_id in gone))


def _attach(town: Town, listing: Listing) -> bool:
    judgment = courts.judgment_on_which(town, listing.basis)
    case, owed = (judgment.case, judgment.amount) if judgment else ("", None)
    return attach(town, listing.participant_id, listing.listing_id, case, owed)


def current_board(town: Town) -> Board:
    """The lists as last published."""
    return _board(town, listings.public(town))


def ask(town: Town) -> Asked:
    """The same, to one person, with the lists they stand on themself."""
    standing = listings.both(town)
    titles = {one.agency_id: one.title for one in agencies.catalogue().values()}
    me = town.actor.participant_id  # none of whoever runs the town
    own = [ls for found in standing.values() for ls in found if ls.participant_id == me]
    mine = dict.fromkeys(
        Mine(ls.colour, ls.agency, titles.get(ls.agency) if ls.is_companys else None) for ls in own
    )
    blamed = (ls for ls in own if ls.colour is Colour.BLACK and not ls.is_companys)
    return Asked(current_board(town), tuple(mine), tuple(blamed), lives_here=me is not None)


def _board(town: Town, standing: dict[Colour, list[Listing]]) -> Board:
    last = _latest(town, list_editions.c.town_s)
    if last is None:
        return Board((), (), None)
    red, black = (
        entries(ls for ls in standing[colour] if not ls.is_companys)
        for colour in (Colour.RED, Colour.BLACK)
    )
    return Board(red, black, Moment(last), folded(town, standing), cameras(town))


def _of_the_town(town: Town, colour: Colour) -> list[Listing]:
    return [listing for listing in listings.standing(town, colour) if not listing.is_companys]


def _changed(town: Town, *, chooses_red: bool) -> bool:
    """Publish; whether the town's own lists differ from those before."""
    before = _names(town)
    listings.lift_due(town)
    listings.strike_lifted(town)
    listings.publish_due(town)
    black = frozenset(ls.participant_id for ls in _of_the_town(town, Colour.BLACK))
    for praised in _of_the_town(town, Colour.RED):
        if praised.participant_id in black:
            listings.strike(town, praised)
    if chooses_red:
        _choose_red(town)
    return _latest(town, list_editions.c.edition_id) is None or before != _names(town)


def _names(town: Town) -> tuple[tuple[Entry, ...], ...]:
    return tuple(entries(_of_the_town(town, colour)) for colour in Colour)


def _choose_red(town: Town) -> None:
    black = frozenset(ls.participant_id for ls in _of_the_town(town, Colour.BLACK))
    chosen = scores.best(town, RED_MAX, at_least=RED_AT_LEAST, without=black)
    people = (ranked.neighbour.participant_id for ranked in chosen)
    wanted = {who: f"pay_score:{who}:{town.now}" for who in people}
    listings.renew(town, TOWN_HALL, Colour.RED, _of_the_town(town, Colour.RED), wanted)
    listings.publish_due(town)


def _red_is_due(town: Town) -> bool:
    last = _latest(town, list_editions.c.town_s, list_editions.c.chose_red)
    return last is None or town.now - last >= RED_TERM_S


def _is_published(town: Town) -> bool:
    edition = list_editions.c
    return _latest(town, edition.edition_id, edition.key == town.key) is not None


def _has_unheard_news(town: Town) -> bool:
    """Whether an evening that nobody was told of brought something new."""
    edition = list_editions.c
    news = _latest(town, edition.edition_id, edition.has_news)
    return news is not None and news > (_latest(town, edition.edition_id, edition.was_told) or 0)


def _latest(town: Town, column: ColumnElement[int], *where: ColumnElement[bool]) -> int | None:
    query = select(func.max(column)).where(list_editions.c.workshop_id == town.workshop_id, *where)
    last: int | None = town.conn.scalar(query)
    return last
