"""What is for sale, what was told, and the table of what it was worth. Changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.localized import Localized
from services.kernel.money import Money
from services.kernel.schema import AnyRow
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, Town, require
from services.law import switchboard
from services.law.switchboard import Switch
from services.money import merchants
from services.people.identity import name_of
from services.social import ratings
from services.standing import agencies
from services.standing.advisers.catalogue import Adviser, catalogue, shelf
from services.standing.advisers.tables import adviser_tips
from services.standing.scores import Explanation, actions, law_of

NONCE_BYTES = 6
REMOVAL = "removal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody paid for. `says` is None of a removal, `friend` the one to part from.

    `is_done` of a removal: whether the entry is struck.
    """

    title: Localized
    agency: Localized  # whose score or list it is about
    says: Localized | None
    is_deed: bool  # something to do, named and not praised
    friend: str | None
    is_done: bool
    provenance: str  # how well the adviser is evidenced
    fee: Money
    sale: merchants.Sale


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One adviser as people meet it. `owner` only where the law has it said."""

    adviser: Adviser
    agency: Localized
    repute: ratings.Repute
    owner: Localized | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """All advisers of the town; one nonce makes one sale of each kind on the screen.

    `closed`: those that the law has closed, each with its owner. `is_free`: what the owned one
    sells stands on everybody's score page.
    """

    offers: tuple[Offer, ...]
    closed: tuple[tuple[Localized, Localized], ...]
    is_free: bool
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserLine:
    """What one adviser sold, and what it was worth. `owner` is None of an independent one."""

    title: Localized
    owner: Localized | None
    agency: Localized
    spent: Money
    right: int
    wrong: int
    promised: int  # removals
    done: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent on advice under one law of explanations."""

    explanation: Explanation
    sold: int
    spent: Money


@dataclass(frozen=True, slots=True)
class TipTable:
    """What advice was worth so far, by adviser and by what the law let people know."""

    at: Moment
    buyers: int
    lines: tuple[AdviserLine, ...]
    laws: tuple[Spent, ...]


def market(town: Town) -> Market:
    """Who sells advice here, and what those who bought say."""
    explanation = law_of(town).explanation
    is_banned = switchboard.is_on(town, Switch.CONFLICT_BAN)
    open_ones = [one for one in catalogue().values() if not (one.owner and is_banned)]
    here = {shop.merchant.merchant_id for shop in merchants.shops(town)}
    return Market(
        offers=tuple(
            Offer(
                adviser=one,
                agency=_title(one.agency),
                repute=ratings.repute(town, one.merchant),
                owner=None if explanation.is_secret or one.owner is None else _title(one.owner),
            )
            for one in open_ones
            if one.merchant in here
        ),
        closed=tuple(
            (one.title, _title(one.owner))
            for one in catalogue().values()
            if one.owner and is_banned
        ),
        is_free=explanation is Explanation.RECEIPT,
        nonce=town.randomness("advisers").token(NONCE_BYTES).hex(),
    )


def tips(town: Town) -> TipTable:
    """What advice was worth. Raises `NotAllowed` for participants."""
    require(town, *STEWARDS)
    rows = town.conn.execute(select(adviser_tips).filter_by(workshop_id=town.workshop_id)).all()
    laws = [
        Spent(law, len(under), Money(sum(row.fee_fen for row in under)))
        for law in Explanation
        if (under := [row for row in rows if row.explanation == law])
    ]
    lines = tuple(
        _line(one, [row for row in rows if row.adviser == name])
        for name, one in catalogue().items()
    )
    buyers = len({row.participant_id for row in rows})
    return TipTable(Moment(town.now), buyers, lines, tuple(laws))


@dataclass(frozen=True, slots=True)
class Taken:
    """What an adviser was paid in town so far, and when first."""

    adviser_id: str
    amount: Money
    first: Moment


def taken(town: Town) -> tuple[Taken, ...]:
    """By adviser; those who sold nothing are left out."""
    at = adviser_tips.c
    sums = select(at.adviser, func.sum(at.fee_fen), func.min(at.sold_town_s))
    rows = town.conn.execute(sums.where(at.workshop_id == town.workshop_id).group_by(at.adviser))
    return tuple(Taken(name, Money(int(fen)), Moment(first)) for name, fen, first in rows)


def bought(town: Town, key: str) -> Told | None:
    """What was sold on one screen; None where nothing was."""
    query = select(adviser_tips).filter_by(workshop_id=town.workshop_id, key=key)
    row = town.conn.execute(query).one_or_none()
    return None if row is None else _told(town, row)


def subjects_sold(town: Town, adviser_id: str) -> set[str]:
    """What the actor has bought of an adviser before."""
    mine = {"participant_id": town.actor.pid, "adviser": adviser_id}
    return set(town.conn.scalars(select(adviser_tips.c.subject).filter_by(**mine)))


def _told(town: Town, row: AnyRow) -> Told:
    shape, _, subject = row.subject.partition(":")
    sale = merchants.find_sale(town, row.sale_id)
    if sale is None:
        raise LookupError(f"tip {row.tip_id} has no sale")
    says = {
        "does": lambda: actions().actions[subject].title,
        "tip": lambda: shelf().tips[subject].says,
        "parts": lambda: next(tip.says for tip in shelf().tips.values() if tip.parts),
    }.get(shape, lambda: None)()
    return Told(
        title=catalogue()[row.adviser].title,
        agency=_title(row.agency),
        says=says,
        is_deed=shape == "does",
        friend=name_of(town.conn, subject) if shape == "parts" else None,
        is_done=shape == REMOVAL and row.gain > 0,
        provenance=catalogue()[row.adviser].provenance,
        fee=Money(row.fee_fen),
        sale=sale,
    )


def _line(one: Adviser, rows: list[AnyRow]) -> AdviserLine:
    told = Counter((row.subject.startswith(REMOVAL), row.gain > 0) for row in rows)
    return AdviserLine(
        title=one.title,
        owner=None if one.owner is None else _title(one.owner),
        agency=_title(one.agency),
        spent=Money(sum(row.fee_fen for row in rows)),
        right=told[False, True],
        wrong=told[False, False],
        promised=told[True, True] + told[True, False],
        done=told[True, True],
    )


def _title(agency: str) -> Localized:
    return agencies.agency(agency).title
