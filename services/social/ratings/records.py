"""Deals as one of their sides sees them. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import and_, bindparam, or_, select

from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.prepared import Prepared
from services.kernel.schema import AnyRow
from services.kernel.time import TownTime
from services.kernel.town import Event, ParticipantId, Town
from services.people.identity import with_names
from services.social.ratings.stars import Repute
from services.social.ratings.tables import RETURNED, deals, ratings

WAITING_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """Something that a customer paid for. `key` names its cause; `provider` where it is a person.

    `service` is what is rated beside the person (`title` says it in words), "" where it is nothing
    but the deal itself; `what` are the customer's own words about it.
    """

    key: str
    kind: str
    customer: ParticipantId
    provider: ParticipantId | None
    service: str = ""
    title: Localized | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What one side gave; None where nothing is given yet, or there is nothing to rate."""

    service: int | None
    person: int | None
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A deal as one of its sides sees it: `theirs` is None for as long as it is sealed."""

    deal_id: int
    who: ParticipantId
    is_customer: bool
    other: ParticipantId | None
    other_name: str
    service: str
    title: Localized | None
    what: str
    due: TownTime
    waits: bool
    is_open: bool
    is_returned: bool  # the money came back: whatever was given counts nowhere
    mine: Given | None
    theirs: Given | None
    again: bool = field(default=False, compare=False)

    @property
    def asks_service(self) -> bool:
        """Whether the service still waits for stars: nobody rates one of their own."""
        given = None if self.mine is None else self.mine.service
        return self.waits and self.is_customer and given is None

    @property
    def asks_person(self) -> bool:
        """Whether the other person still waits for stars."""
        given = None if self.mine is None else self.mine.person
        return self.waits and self.other is not None and given is None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the actor's stars, and how they stand themselves."""

    sides: tuple[Side, ...]
    me: Repute


@dataclass(frozen=True, slots=True)
class OfDeal(Event):
    """What happened to a deal, as each side sees it."""

    sides: tuple[Side, ...]


class DealNoted(OfDeal):
    """A deal is done; whoever waits may rate it."""


class DealOpened(OfDeal):
    """Both sides have rated, or their day is over: what they gave is seen."""


class DealReturned(OfDeal):
    """The money came back: it was no deal."""


Rows: TypeAlias = "dict[str, AnyRow]"
_DEALS = with_names(select(deals), customer=deals.c.customer, provider=deals.c.provider).where(
    deals.c.workshop_id == bindparam("b_town")
)
_ONE_DEAL = _DEALS.where(deals.c.deal_id == bindparam("b_deal"))
_ONE, _LOCKED = Prepared(_ONE_DEAL), Prepared(_ONE_DEAL.with_for_update(of=deals))
_GIVEN = Prepared(
    select(ratings).where(ratings.c.deal_id == bindparam("deal_id")).order_by(ratings.c.rating_id)
)


def customer_side(town: Town, deal_id: int) -> Side:
    """A deal as its customer sees it. Raises `Outdated`."""
    return _side(town, deal_id, is_customer=True)


def provider_side(town: Town, deal_id: int) -> Side:
    """A deal as the person who was paid sees it. Raises `Outdated`."""
    return _side(town, deal_id, is_customer=False)


def both_sides(town: Town, deal_id: int) -> tuple[Side, ...]:
    """A deal as each person in it sees it."""
    row = deal_row(town, deal_id)
    sides = (True, False) if row.provider is not None else (True,)
    return tuple(seen(town, row, is_customer=side) for side in sides)


def waiting_for(town: Town, who: ParticipantId) -> tuple[Side, ...]:
    """The deals that wait for somebody's stars, the latest first."""
    mine = or_(
        and_(deals.c.customer == who, deals.c.customer_waits),
        and_(deals.c.provider == who, deals.c.provider_waits),
    )
    query = _DEALS.where(mine).order_by(deals.c.deal_id.desc()).limit(WAITING_MAX)
    rows = town.conn.execute(query, {"b_town": town.workshop_id})
    return tuple(seen(town, row, is_customer=row.customer == who) for row in rows.all())


def deal_row(town: Town, deal_id: int, *, lock: bool = False) -> AnyRow:
    """The row of a deal of this town, locked where it will change. Raises `Outdated`."""
    mine = {"b_town": town.workshop_id, "b_deal": deal_id}
    row: AnyRow | None = (_LOCKED if lock else _ONE).one_or_none(town.conn, mine)
    if row is None:
        raise Outdated
    return row


def given(town: Town, deal_id: int) -> Rows:
    """The ratings of a deal by who gave them."""
    return {row.rater: row for row in _GIVEN.all(town.conn, {"deal_id": deal_id})}


def _side(town: Town, deal_id: int, *, is_customer: bool) -> Side:
    return seen(town, deal_row(town, deal_id), is_customer=is_customer)


def seen(town: Town, row: AnyRow, *, is_customer: bool) -> Side:
    """A deal of this row as one of its sides sees it."""
    who, other = (row.customer, row.provider) if is_customer else (row.provider, row.customer)
    found = {rater: _given(one) for rater, one in given(town, row.deal_id).items()}
    is_open, is_returned = row.opened_town_s is not None, row.kind == RETURNED
    return Side(
        deal_id=row.deal_id,
        who=who,
        is_customer=is_customer,
        other=other,
        other_name=(row.provider_name if is_customer else row.customer_name) or "",
        service=row.service,
        title=Localized.model_validate_json(row.title) if row.title else None,
        what=row.what,
        due=TownTime(row.due_town_s),
        waits=bool(row.customer_waits if is_customer else row.provider_waits),
        is_open=is_open,
        is_returned=is_returned,
        mine=found.get(who),
        theirs=found.get(other) if is_open and not is_returned else None,
    )


def _given(row: AnyRow) -> Given:
    return Given(row.service_stars, row.person_stars, row.word)
