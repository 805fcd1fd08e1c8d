"""Publishing the lists, and putting notices on the lines of those they name.

The town's black list is whatever its court puts down; its red list is drawn up here once a town
week, from the highest Pay Scores, and nobody is on both. The companies keep lists of their own,
which may contradict these and each other. Nobody is told in person.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.localized import Localized
from services.kernel.schema import insert_new
from services.kernel.time import DAY_S, Moment
from services.kernel.town import STEWARDS, Town, require
from services.kernel.towns import lock
from services.social import notices
from services.standing import agencies, listings, scores
from services.standing.listings import Colour, Listing
from services.standing.lists.cameras import cameras, post
from services.standing.lists.companies import draw_up, folded
from services.standing.lists.entries import entries
from services.standing.lists.events import Board, Entry, ListsPublished
from services.standing.lists.tables import list_editions

TOWN_HALL = "town_hall"  # draws up the red list; invented
RED_MAX = 3
RED_AT_LEAST = 600  # "about 600 is normal": praise begins there; invented
RED_TERM_S = 7 * DAY_S  # drawn up once a town week, so that the town is not told every evening


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


def attach_notices(town: Town) -> NoticesChanged:
    """Bring the lines in step with the black lists that are heard: on, and off after delisting."""
    heard = {one.agency_id for one in agencies.all(town) if one.notice is not None}
    standing = [ls for ls in listings.standing(town, Colour.BLACK) if ls.agency in heard]
    attached = sum(notices.attach(town, ls.participant_id, ls.listing_id) for ls in standing)
    current = {ls.listing_id for ls in standing}
    gone = [listing_id for listing_id in notices.noticed(town) if listing_id not in current]
    return NoticesChanged(attached, sum(notices.take_off(town, listing_id) for listing_id in gone))


def current_board(town: Town) -> Board:
    """The lists as last published."""
    return _board(town, _standing(town))


def ask(town: Town) -> Asked:
    """The same, to one person, with the lists they stand on themself."""
    standing = _standing(town)
    titles = {one.agency_id: one.title for one in agencies.all(town)}
    mine = dict.fromkeys(
        Mine(colour, ls.agency, titles.get(ls.agency) if ls.is_companys else None)
        for colour, found in standing.items()
        for ls in found
        if ls.participant_id == town.actor.pid
    )
    return Asked(_board(town, standing), tuple(mine))


def _standing(town: Town) -> dict[Colour, list[Listing]]:
    return {colour: listings.standing(town, colour) for colour in Colour}


def _board(town: Town, standing: dict[Colour, list[Listing]]) -> Board:
    last = _last_edition(town)
    if last is None:
        return Board((), (), None)
    red, black = (
        entries(ls for ls in standing[colour] if not ls.is_companys)
        for colour in (Colour.RED, Colour.BLACK)
    )
    return Board(red, black, Moment(last), folded(town, standing), cameras(town))


def _last_edition(town: Town) -> int | None:
    query = select(func.max(list_editions.c.town_s)).where(
        list_editions.c.workshop_id == town.workshop_id
    )
    last: int | None = town.conn.scalar(query)
    return last


def _of_the_town(town: Town, colour: Colour) -> list[Listing]:
    return [listing for listing in listings.standing(town, colour) if not listing.is_companys]


def _changed(town: Town, *, chooses_red: bool) -> bool:
    """Publish; whether the town's own lists differ from those before."""
    before = _names(town)
    listings.strike_lifted(town)
    listings.publish_due(town)
    black = frozenset(ls.participant_id for ls in _of_the_town(town, Colour.BLACK))
    for praised in _of_the_town(town, Colour.RED):
        if praised.participant_id in black:
            listings.strike(town, praised)
    if chooses_red:
        _choose_red(town)
    return _last_edition(town) is None or before != _names(town)


def _names(town: Town) -> tuple[tuple[Entry, ...], ...]:
    return tuple(entries(_of_the_town(town, colour)) for colour in Colour)


def _choose_red(town: Town) -> None:
    """Draw up the red list: who stays keeps the old entry, with its date."""
    black = frozenset(ls.participant_id for ls in _of_the_town(town, Colour.BLACK))
    chosen = scores.best(town, RED_MAX, at_least=RED_AT_LEAST, without=black)
    wanted = {ranked.neighbour.participant_id for ranked in chosen}
    standing = _of_the_town(town, Colour.RED)
    for listing in standing:
        if listing.participant_id not in wanted:
            listings.strike(town, listing)
    for who in sorted(wanted - {listing.participant_id for listing in standing}):
        listings.enter(town, TOWN_HALL, Colour.RED, who, basis=f"pay_score:{who}:{town.now}")
    listings.publish_due(town)


def _red_is_due(town: Town) -> bool:
    last = town.conn.scalar(
        select(func.max(list_editions.c.town_s)).where(
            list_editions.c.workshop_id == town.workshop_id, list_editions.c.chose_red
        )
    )
    return last is None or town.now - last >= RED_TERM_S


def _is_published(town: Town) -> bool:
    query = select(list_editions.c.edition_id).where(
        list_editions.c.workshop_id == town.workshop_id, list_editions.c.key == town.key
    )
    return town.conn.scalar(query) is not None


def _has_unheard_news(town: Town) -> bool:
    """Whether an evening that nobody was told of brought something new."""
    mine = list_editions.c.workshop_id == town.workshop_id
    last_told = select(func.max(list_editions.c.edition_id)).where(mine, list_editions.c.was_told)
    query = select(list_editions.c.edition_id).where(
        mine,
        list_editions.c.has_news,
        list_editions.c.edition_id > func.coalesce(last_told.scalar_subquery(), 0),
    )
    return town.conn.scalar(query.limit(1)) is not None
