"""Publishing the lists, and putting notices on the lines of those they name.

The black list is whatever agencies put down; the red list is drawn up here once a town week, from
the highest Pay Scores. Whoever is on a black list is on no red one. Nobody is told in person.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from services import lines, listings, scores
from services.kernel.errors import NotAllowed
from services.kernel.time import DAY_S, Moment
from services.kernel.town import Role, Town
from services.kernel.upsert import insert_new
from services.listings import Colour, Listing
from services.lists.events import Board, Entry, ListsPublished
from services.lists.tables import list_editions

TOWN_HALL = "town_hall"  # draws up the red list; invented
RED_MAX = 3
RED_AT_LEAST = 600  # "about 600 is normal": praise begins there; invented
RED_TERM_S = 7 * DAY_S  # drawn up once a town week, so that the town is not told every evening


@dataclass(frozen=True, slots=True)
class NoticesChanged:
    """How many lines were given a notice, and how many lost theirs."""

    attached: int
    taken_off: int


def publish(town: Town, *, is_told: bool = True, is_news: bool = False) -> Board:
    """Publish what is due, strike what was lifted, and tell the town. Twice in one act is once.

    `is_news`: tell it as news even when nothing has changed. Raises `NotAllowed` for participants.
    """
    if town.actor.role not in (Role.FACILITATOR, Role.OFFICE):
        raise NotAllowed
    if _is_published(town):
        return look(town)
    chooses_red = _red_is_due(town)
    has_news = _changed(town, chooses_red=chooses_red)
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
    board = look(town)
    if is_told:
        town.tell(ListsPublished(town.workshop_id, board, has_news=unheard))
    return board


def publish_now(town: Town) -> Board:
    """The facilitator does not wait for the evening: lists and notices at once."""
    board = publish(town, is_news=True)
    attach_notices(town)
    return board


def attach_notices(town: Town) -> NoticesChanged:
    """Bring the lines in step with the black lists: notices on, and off after delisting."""
    standing = listings.standing(town, Colour.BLACK)
    attached = sum(lines.attach(town, ls.participant_id, ls.listing_id) for ls in standing)
    current = {ls.listing_id for ls in standing}
    gone = [listing_id for listing_id in lines.noticed(town) if listing_id not in current]
    return NoticesChanged(attached, sum(lines.take_off(town, listing_id) for listing_id in gone))


def look(town: Town) -> Board:
    """The lists as last published."""
    last = town.conn.scalar(
        select(func.max(list_editions.c.town_s)).where(
            list_editions.c.workshop_id == town.workshop_id
        )
    )
    return Board(
        _entries(listings.standing(town, Colour.RED)),
        _entries(listings.standing(town, Colour.BLACK)),
        None if last is None else Moment(last),
    )


def _changed(town: Town, *, chooses_red: bool) -> bool:
    """Do the publishing; whether the board differs from the one before."""
    before = look(town)
    listings.strike_lifted(town)
    listings.publish_due(town)
    black = frozenset(ls.participant_id for ls in listings.standing(town, Colour.BLACK))
    for praised in listings.standing(town, Colour.RED):
        if praised.participant_id in black:
            listings.strike(town, praised)
    if chooses_red:
        _choose_red(town)
    after = look(town)
    return before.at is None or (before.red, before.black) != (after.red, after.black)


def _choose_red(town: Town) -> None:
    """Draw up the red list: who stays keeps the old entry, with its date."""
    black = frozenset(ls.participant_id for ls in listings.standing(town, Colour.BLACK))
    chosen = scores.best(town, RED_MAX, at_least=RED_AT_LEAST, without=black)
    wanted = {ranked.neighbour.participant_id for ranked in chosen}
    standing = listings.standing(town, Colour.RED)
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


def _entries(standing: list[Listing]) -> tuple[Entry, ...]:
    """One name for each agency: who is listed for two reasons is listed since the first."""
    entries: dict[tuple[str, str], Entry] = {}
    for listing in standing:
        since = Moment(listing.published or listing.listed)
        entry = Entry(listing.participant_id, listing.name, listing.agency, since)
        entries.setdefault((listing.agency, listing.participant_id), entry)
    return tuple(entries.values())
