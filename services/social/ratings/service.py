"""Rating after a deal: stars for the service and for the person, once a side, sealed at first.

A deal opens when both sides have rated or a town day has passed; then both are seen at once and
leave their facts, and nobody rates any more: no answer to stars is more stars.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import and_, insert, or_, select, update

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import one_line
from services.kernel.money import Money
from services.kernel.schema import AnyRow, change_row, insert_new
from services.kernel.time import DAY_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, ParticipantId, Town
from services.money.merchants import Sold
from services.money.transfers import TransferAccepted
from services.people import identity
from services.people.facts import SUPER_APP, Fact, record
from services.social.ratings.records import (
    Deal,
    DealNoted,
    DealOpened,
    DealReturned,
    Side,
    Waiting,
    both_sides,
    deal_row,
    given,
    seen,
    waiting_for,
)
from services.social.ratings.returns import DEAL_FROM, is_bought, took_back
from services.social.ratings.stars import repute
from services.social.ratings.tables import PAYMENT, deals, ratings


class RateSelf(RuleError):
    """Stars for oneself."""


class NoDeal(RuleError):
    """No deal with this person waits for the actor's stars. Fields: `name`, `amount` (Money), the
    least that a payment with a note makes one.
    """


class RatingOver(RuleError):
    """The deal was opened: nobody rates it any more."""


class WordTooLong(RuleError):
    """A word of more than `limit` characters. Field: `length`."""


OPEN_RATINGS = "open_ratings"  # a public source: whoever rates can read them, as everybody can
SEAL = "rating_seal"  # the timer's kind
SEALED_S = DAY_S
WORD_MAX = 100


def note_deal(town: Town, deal: Deal) -> None:
    """Let both sides of a deal rate it. Twice is once; nobody deals with themselves."""
    if deal.customer == deal.provider:
        return
    due = town.now + SEALED_S
    is_new = insert_new(
        town.conn,
        deals,
        workshop_id=town.workshop_id,
        key=deal.key,
        kind=deal.kind,
        customer=deal.customer,
        provider=deal.provider,
        service=deal.service,
        title="" if deal.title is None else deal.title.model_dump_json(),
        what=deal.what,
        made_town_s=town.now,
        due_town_s=due,
        provider_waits=deal.provider is not None,
    )
    if is_new:
        mine = (deals.c.workshop_id == town.workshop_id, deals.c.key == deal.key)
        number = town.conn.execute(select(deals.c.deal_id).where(*mine)).scalar_one()
        sides = (deal.customer, *filter(None, [deal.provider]))
        waits_s = identity.human_wait_s(town, *sides)
        set_timer(town, SEAL, str(number), due=due, waits_s=waits_s)
        town.emit(DealNoted(both_sides(town, number)))


def handle_event(town: Town, event: Event) -> None:
    """A reaction: what somebody paid another for is a deal. A gift without a word is none, nor are
    a few fen, nor what comes back: stars would cost nothing.
    """
    for one in took_back(town, event):
        clear_timer(town, SEAL, str(one))
        town.emit(DealReturned(both_sides(town, one)))
    if isinstance(event, TransferAccepted):
        paid = event.payment
        if paid.note and paid.amount >= DEAL_FROM and is_bought(town, paid.payer, paid.receiver):
            note_deal(
                town,
                Deal(
                    key=paid.cause,
                    kind=PAYMENT,
                    customer=paid.payer,
                    provider=paid.receiver,
                    what=paid.note,
                ),
            )
    elif isinstance(event, Sold):
        sale = event.sale
        note_deal(
            town,
            Deal(
                key=sale.cause,
                kind="sale",
                customer=sale.customer,
                provider=sale.keeper,
                service=sale.merchant_id,
                title=sale.merchant,
                what=sale.what,
            ),
        )


def waiting(town: Town) -> Waiting:
    """What waits for the actor's stars, and how they stand themselves."""
    return Waiting(waiting_for(town, town.actor.pid), repute(town, town.actor.name))


def my_side(town: Town, deal_id: int) -> Side:
    """A deal as the actor sees it. Raises `Outdated` for anybody else's."""
    return _side_of(town, deal_row(town, deal_id))


def rate(
    town: Town,
    deal_id: int,
    *,
    service: int | None = None,
    person: int | None = None,
    word: str = "",
) -> Side:
    """Give stars (1 to 5) and a word. What was given stays, and the same again is the same.

    Raises `Outdated`, `RatingOver`, `WordTooLong`.
    """
    line = one_line(word)
    if len(line) > WORD_MAX:
        raise WordTooLong(limit=WORD_MAX, length=len(line))
    side = _side_of(town, deal_row(town, deal_id, lock=True))
    if side.is_open and side.mine is None:
        raise RatingOver
    new: dict[str, Any] = {}
    if side.asks_service and service is not None:
        new["service_stars"] = service
    if side.asks_person and person is not None:
        new["person_stars"] = person
    if line and not side.is_open and (new or side.mine) and not (side.mine and side.mine.word):
        new["word"] = line
    if not new:
        return replace(side, again=True)
    _write(town, side, new)
    side = my_side(town, deal_id)
    if side.waits and not side.asks_service and not side.asks_person:
        _stop_waiting(town, side)
    return my_side(town, deal_id)


def rate_by_name(town: Town, typed: str, stars: tuple[int, ...], word: str) -> Side:
    """The same for the latest deal with somebody, or of a service: one number is for both.

    Raises `NobodyOfThatName`, `RateSelf`, `NoDeal`, and what `rate` raises.
    """
    wanted = typed.strip().removeprefix("@").casefold()
    side = next((one for one in waiting_for(town, town.actor.pid) if wanted in _names(one)), None)
    if side is None:
        found = identity.by_name(town, typed)
        if found.participant_id == town.actor.pid:
            raise RateSelf
        raise NoDeal(name=found.name, amount=Money(DEAL_FROM))
    return rate(town, side.deal_id, service=stars[0], person=stars[-1], word=word)


def open_seal(town: Town, subject: str) -> None:
    """A timer's verb: the day is over."""
    row = deal_row(town, int(subject), lock=True)
    if row.opened_town_s is None:
        _open(town, row)


def let_go(town: Town, who: ParticipantId) -> None:
    """Somebody left: nobody rates in their name any more. What they gave before stays."""
    theirs = or_(
        and_(deals.c.customer == who, deals.c.customer_waits),
        and_(deals.c.provider == who, deals.c.provider_waits),
    )
    here = (deals.c.workshop_id == town.workshop_id, theirs)
    query = select(deals.c.deal_id, deals.c.customer).where(*here).order_by(deals.c.deal_id)
    for row in town.conn.execute(query).all():
        locked = deal_row(town, row.deal_id, lock=True)
        _stop_waiting(town, seen(town, locked, is_customer=row.customer == who))


def _side_of(town: Town, row: AnyRow) -> Side:
    me = town.actor.participant_id
    if me is None or me not in {row.customer, row.provider}:
        raise Outdated
    return seen(town, row, is_customer=row.customer == me)


def _names(side: Side) -> set[str]:
    title = set() if side.title is None else {side.title.en.casefold(), side.title.zh}
    return {side.other_name.casefold(), side.service, *title} - {""}


def _write(town: Town, side: Side, new: dict[str, Any]) -> None:
    if side.mine is None:
        key = {"deal_id": side.deal_id, "rater": side.who, "rated": side.other}
        town.conn.execute(insert(ratings).values(key | new))
        return
    mine = (ratings.c.deal_id == side.deal_id, ratings.c.rater == side.who)
    town.conn.execute(update(ratings).where(*mine).values(new))


def _stop_waiting(town: Town, side: Side) -> None:
    """Nothing more comes from this side; with nothing more to come, the deal is opened."""
    row = deal_row(town, side.deal_id)
    if row.provider_waits if side.is_customer else row.customer_waits:
        done = "customer_waits" if side.is_customer else "provider_waits"
        change_row(town.conn, deals, side.deal_id, **{done: False})
    else:
        _open(town, row)


def _open(town: Town, row: AnyRow) -> None:
    clear_timer(town, SEAL, str(row.deal_id))
    now = {"opened_town_s": town.now, "customer_waits": False, "provider_waits": False}
    change_row(town.conn, deals, row.deal_id, **now)
    record(town, *facts_of(row, list(given(town, row.deal_id).values())))
    town.emit(DealOpened(both_sides(town, row.deal_id)))


def facts_of(deal: AnyRow, found: list[AnyRow], *, is_true: bool = True) -> list[Fact]:
    """What the ratings of a deal leave when it is opened. Keys begin with the deal's."""

    def fact(who: str, kind: str, stars: int, of: str, source: str = OPEN_RATINGS) -> Fact:
        key = f"{deal.key}:{kind}:{who}"
        known = ParticipantId(who)
        return Fact(known, kind, stars, of, source, purpose="rating", is_true=is_true, key=key)

    told = []
    for one in found:
        if one.person_stars is not None:
            told.append(fact(one.rated, "rated", one.person_stars, one.rater))
        if one.service_stars is not None and one.rated is not None:
            told.append(fact(one.rated, "service_rated", one.service_stars, one.rater))
        stars = one.service_stars if one.person_stars is None else one.person_stars
        of = one.rated or deal.service
        told.append(fact(one.rater, "gave_rating", stars, of, SUPER_APP))
    return told
