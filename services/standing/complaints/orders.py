"""Orders that carry themselves out, wherever they reach, and are looked at afterwards.

Owns what each order does and how it is seen that it was done. The books keep what was.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from sqlalchemy import func, select, update

from services.kernel.money import Fen
from services.kernel.schema import insert_new
from services.kernel.time import DAY_S, MINUTE_S, TownTime
from services.kernel.timers import set_timer
from services.kernel.town import AccountId, Town
from services.law import clocks
from services.money import ledger
from services.people.facts import FACT_STRUCK, FACTS, STRUCK_KEY, strike
from services.people.identity import PEOPLE
from services.standing import agencies, listings, proxies, scores
from services.standing.complaints.records import complaint_by_id
from services.standing.complaints.remedies import compensation
from services.standing.complaints.shapes import (
    About,
    ApologyMade,
    Complaint,
    Forum,
    Order,
    OrderKind,
    OrdersChecked,
)
from services.standing.complaints.tables import case_orders
from services.standing.listings import Colour, Ended, Listing
from services.standing.scores import SCORES

TOWN_HALL = "town_hall"
ORDERS_DUE = "orders_due"
CHECKED_AFTER_S = MINUTE_S
COMPENSATED = "compensated"  # the kind of the movement of money

BY_ABOUT = {
    About.ARITHMETIC: (OrderKind.RESCORE,),
    About.FACT: (OrderKind.CORRECT, OrderKind.RESCORE),
    About.GUESS: (OrderKind.CORRECT, OrderKind.RESCORE),
    About.LISTING: (OrderKind.DELIST, OrderKind.RESCORE),
    About.UNTOLD: (OrderKind.SERVE,),
    About.UNSAID: (OrderKind.RESCORE,),
}


def execute(town: Town, one: Complaint, kinds: tuple[OrderKind, ...]) -> int | None:
    """Carry out what is ordered, everywhere at once; what the score has become, where it is rated.

    What is computed anew comes after what was wrong is gone. A court's entry comes off by the
    court's own clock, an entry that the town hall takes off at the next publication.
    """
    days = _listed_days(town, one)  # before they come off
    for kind in OrderKind:
        if kind in kinds:
            for target, detail in _done(town, one, kind, days):
                insert_new(
                    town.conn,
                    case_orders,
                    workshop_id=town.workshop_id,
                    complaint_id=one.complaint_id,
                    kind=kind,
                    target=target,
                    detail=detail,
                    ordered_town_s=town.now,
                )
    if kinds:
        set_timer(town, ORDERS_DUE, str(one.complaint_id), due=town.now + CHECKED_AFTER_S)
    return _score_after(town, one) if OrderKind.RESCORE in kinds else None


def check(town: Town, subject: str) -> None:
    """A timer: look at whether what was ordered has been done, wherever it was."""
    one = complaint_by_id(town, int(subject))
    later = None
    for order in one.orders:
        if order.is_cured is not None:
            continue
        is_cured = _is_done(town, one, order)
        if not is_cured and (due := _comes_off(town, order)) is not None and due > town.now:
            later = max(due, later or 0)
            continue
        at = case_orders.c
        this = (at.complaint_id == one.complaint_id, at.kind == order.kind)
        town.conn.execute(
            update(case_orders)
            .where(*this, at.target == order.target)
            .values(checked_town_s=town.now, is_cured=is_cured)
        )
    if later is not None:
        set_timer(town, ORDERS_DUE, subject, due=later)
    else:
        town.emit(OrdersChecked(complaint_by_id(town, one.complaint_id)))


def applicable(town: Town, one: Complaint) -> tuple[OrderKind, ...]:
    """Which orders would do something in a case as the books stand now."""
    entries = _entries(town, one)
    can = {
        OrderKind.CORRECT: bool(_wrong(town, one)),
        OrderKind.DELIST: bool(entries),
        OrderKind.RESCORE: bool(_raters(town, one)),
        OrderKind.COMPENSATE: _listed_days(town, one) > 0,
        OrderKind.SERVE: any(e.served is None and not e.is_companys for e in entries),
    }
    return tuple(kind for kind in OrderKind if can.get(kind, True))


Target = tuple[str, str]


def _wrong(town: Town, one: Complaint) -> Collection[str]:
    if one.about is About.GUESS:
        return guesses_of(town, one)
    return disputed(town, one) if one.named or one.score_id else ()


def _raters(town: Town, one: Complaint) -> list[str]:
    """Who has rated the person and still does."""
    at = SCORES.c
    rated = select(at.agency).where(at.participant_id == one.who).distinct().order_by(at.agency)
    found = town.conn.scalars(rated).all()
    return [agency for agency in found if agencies.member(town, one.who, agency)]


def _done(town: Town, one: Complaint, kind: OrderKind, days: int) -> Iterator[Target]:
    if kind is OrderKind.CORRECT:
        yield from _correct(town, one)
    elif kind is OrderKind.DELIST:
        yield from _delist(town, one)
    elif kind is OrderKind.RESCORE:
        yield from _rescore(town, one)
    elif kind is OrderKind.COMPENSATE:
        yield from _compensate(town, one, days)
    elif kind is OrderKind.SERVE:
        yield from _serve(town, one)
    else:
        town.emit(ApologyMade(one.number, one.agency_id))
        yield one.agency_id, ""


def _correct(town: Town, one: Complaint) -> Iterator[Target]:
    """Strike what was said untruly, at every office that said it; or what machines guessed."""
    if one.about is About.GUESS:
        proxies.deny(town, one.who, one.named)
        yield "guesses", one.named
        return
    keys = sorted(disputed(town, one))
    strike(town, one.who, keys, TOWN_HALL)
    at, by_source = FACTS.c, dict[str, list[str]]()
    mine = (at.participant_id == one.who, at.key.in_(keys))
    said = select(at.source, at.key).where(*mine).order_by(at.source, at.key)
    for source, key in town.conn.execute(said):
        by_source.setdefault(source, []).append(key)
    for source, struck in by_source.items():
        yield source, json.dumps(struck)


def _delist(town: Town, one: Complaint) -> Iterator[Target]:
    for listing in _entries(town, one):
        if one.forum is Forum.OMBUDSMAN:
            listings.strike(town, listing, because=Ended.UPHELD)
            gone = listings.listing_of(town, listing.listing_id)
            town.emit(listings.ListingEnded(town.workshop_id, gone))
        else:
            is_court = one.forum is Forum.COURT
            since = clocks.due_after("spc", "deletion", town.now) if is_court else town.now
            why = Ended.UPHELD
            agency, basis = listing.agency, listing.basis
            listings.lift(town, agency, basis=basis, because=why, since=TownTime(since))
        yield f"listing:{listing.listing_id}", listing.agency


def _serve(town: Town, one: Complaint) -> Iterator[Target]:
    """Tell the person of what stands against them and nobody told them of."""
    for listing in _entries(town, one):
        if not listing.is_companys:
            listings.serve(town, listing)
            yield f"listing:{listing.listing_id}", listing.agency


def _entries(town: Town, one: Complaint) -> list[Listing]:
    """The entry that is named, with what rests on the same elsewhere; or all of the person."""
    mine = [
        listing
        for listing in listings.unended(town, Colour.BLACK)
        if listing.participant_id == one.who
    ]
    if one.listing_id is None:
        return mine
    basis = listings.listing_of(town, one.listing_id).basis
    return [listing for listing in mine if listing.basis == basis]


def _listed_days(town: Town, one: Complaint) -> int:
    if one.about not in (About.LISTING, About.UNSAID):
        return 0
    return sum(-(-(town.now - listing.listed) // DAY_S) for listing in _entries(town, one))


def _rescore(town: Town, one: Complaint) -> Iterator[Target]:
    """All who have rated the person and still do compute anew."""
    for agency in _raters(town, one):
        yield agency, str(scores.evaluate_and_store(town, one.who, agency).score)


def _compensate(town: Town, one: Complaint, days: int) -> Iterator[Target]:
    """So much for each town day on a list; the town pays, and nobody who has left is paid."""
    paid = compensation()
    fen = Fen(min(paid.per_day_fen * days, paid.most_fen))
    here = (PEOPLE.c.participant_id == one.who, PEOPLE.c.seated)
    wallet = town.conn.scalar(select(PEOPLE.c.wallet).where(*here))
    if fen and wallet is not None:
        key = f"{COMPENSATED}:{one.complaint_id}"
        ledger.issue(town, AccountId(wallet), fen, kind=COMPENSATED, key=key)
        yield TOWN_HALL, str(int(fen))


def guesses_of(town: Town, one: Complaint) -> tuple[str, ...]:
    """What machines guess of the complainant now, by name; the one guess, if it is about one."""
    found = proxies.standing_guesses(town, one.who)
    return tuple(guess for guess in found if one.named in ("", guess))


def disputed(town: Town, one: Complaint) -> frozenset[str]:
    """The keys of the facts that are said to be wrong: the one that was named, or the worst."""
    if not one.named:
        return scores.disputed(town, one.score_id)
    mine = (FACTS.c.participant_id == one.who, FACTS.c.fact_id == int(one.named))
    return frozenset(town.conn.scalars(select(FACTS.c.key).where(*mine)))


def differs(town: Town, one: Complaint) -> bool:
    """Whether the score does not follow, and the facts are there to tell."""
    found = scores.recheck(town, one.score_id)
    return found is not None and found.where != scores.FACTS_GONE


def is_untrue(town: Town, one: Complaint) -> bool:
    """Whether what it is about was said untruly: the fact that it names, or any that counted."""
    if not one.named:
        is_other = scores.true_score(town, one.score_id) != one.score
        return is_other and not scores.facts_gone(town, one.score_id)
    at = FACTS.c
    mine = (at.participant_id == one.who, at.fact_id == int(one.named), at.is_true.is_(False))
    return town.conn.scalar(select(at.fact_id).where(*mine)) is not None


def _score_after(town: Town, one: Complaint) -> int | None:
    ordered = complaint_by_id(town, one.complaint_id).orders
    found = (o for o in ordered if (o.kind, o.target) == (OrderKind.RESCORE, one.agency_id))
    return next((int(order.detail) for order in found), None)


def _is_done(town: Town, one: Complaint, order: Order) -> bool:
    """Whether the books show it."""
    if order.kind is OrderKind.CORRECT:
        if order.target == "guesses":
            left = proxies.standing_guesses(town, one.who)
            return order.detail not in left if order.detail else not left
        keys = [STRUCK_KEY + key for key in json.loads(order.detail)]
        at = FACTS.c
        mine = (at.workshop_id == town.workshop_id, at.kind == FACT_STRUCK, at.key.in_(keys))
        return town.conn.scalar(select(func.count()).where(*mine)) == len(keys)
    if order.kind in (OrderKind.DELIST, OrderKind.SERVE):
        found = _listing(town, order)
        return (found.delisted if order.kind is OrderKind.DELIST else found.served) is not None
    if order.kind is OrderKind.RESCORE:
        given = SCORES.c
        rated = (given.participant_id == one.who, given.agency == order.target)
        newest = select(given.score_id, given.town_s).where(*rated).order_by(given.score_id.desc())
        row = town.conn.execute(newest.limit(1)).one()
        return row.town_s >= order.ordered and scores.recheck(town, row.score_id) is None
    if order.kind is OrderKind.COMPENSATE:
        return ledger.is_entered(town, f"{COMPENSATED}:{one.complaint_id}")
    return True  # an apology stands in the public copy, which nobody can take back


def _comes_off(town: Town, order: Order) -> int | None:
    """By when an entry that was lifted is off its list: a day on, at the next publication."""
    if order.kind is not OrderKind.DELIST:
        return None
    lifted = _listing(town, order).lifted
    return None if lifted is None else lifted + DAY_S + CHECKED_AFTER_S


def _listing(town: Town, order: Order) -> Listing:
    return listings.listing_of(town, int(order.target.partition(":")[2]))
