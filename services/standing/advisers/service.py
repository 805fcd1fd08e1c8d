"""Buying advice: the money moves, something is said, and what it was worth is written down.

Whether a tip is right is measured when it is sold, by the document in force on the buyer's own
facts. The buyer is not told: an adviser without an owner does not know, and one with an owner sells
the answer, not the sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.kernel.audit_log import note
from services.kernel.errors import NotAllowed, RuleError
from services.kernel.money import Fen, Money
from services.kernel.schema import insert_new
from services.kernel.town import Event, Town
from services.law import switchboard
from services.law.switchboard import Switch
from services.money import merchants, platforms
from services.people.facts import Fact, record
from services.social import friends
from services.standing import agencies, listings, scores
from services.standing.advisers.catalogue import Adviser, Tip, catalogue, shelf
from services.standing.advisers.records import Told, bought, subjects_sold
from services.standing.advisers.tables import adviser_tips
from services.standing.listings import Colour
from services.standing.scores import NotRatedThere


class NoSuchAdviser(RuleError):
    """Nobody sells advice under this name here (any more)."""


class AdviserForbidden(NotAllowed):
    """The law lets nobody who rates sell advice; the attempt is in the audit log. Fields: `title`,
    `owner`, `act`.
    """


class NothingToTell(RuleError):
    """The adviser has nothing to say that the buyer has not bought. Field: `title`."""


class OnNoList(RuleError):
    """The buyer is on no black list that could be left. Field: `title`."""


class NotOurList(RuleError):
    """The list is another's, and this adviser says so. Fields: `title`, `owner`."""


class TooLittleLeft(RuleError):
    """The price would leave the buyer with less than `keeps`. Fields: `price`, `keeps` (Money)."""


@dataclass(frozen=True, slots=True)
class AdvisersHeard(Event):
    """Advisers advertise to the whole town, in an order that tells nothing."""

    advisers: tuple[Adviser, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to sell. `gain`: points by following it, as the document of the agency has it."""

    agency: str
    subject: str
    gain: int


def buy_tip(town: Town, adviser_id: str, nonce: str) -> Told:
    """Pay for a tip about the buyer's own score; one nonce is one tip.

    Raises `NoSuchAdviser`, `AdviserForbidden`, `NotRatedThere`, `NothingToTell`, `TooLittleLeft`,
    and what `merchants.pay` raises.
    """
    one, key = _open(town, adviser_id), f"{town.actor.pid}:{adviser_id}:tip:{nonce}"
    if (stands := bought(town, key)) is not None:
        return stands
    if not agencies.member(town, town.actor.pid, one.agency):
        raise NotRatedThere(title=agencies.agency(one.agency).title)
    old = subjects_sold(town, adviser_id)
    new = [said for said in _sayings(town, one) if said.subject not in old]
    if one.owner is not None:  # it reads the document: the best deed first, and nothing wrong
        new = [said for said in new if said.gain > 0][:1]
    if not new:
        raise NothingToTell(title=one.title)
    saying = town.randomness("tip").pick(new)
    return _sell(town, one, key, one.price_fen, saying)


def buy_removal(town: Town, adviser_id: str, nonce: str) -> Told:
    """Pay for being taken off a black list. An adviser without an owner takes the money and can do
    nothing; one with an owner takes people off that owner's list, and no other.

    Raises `NoSuchAdviser`, `AdviserForbidden`, `OnNoList`, `NotOurList`, `TooLittleLeft`, and what
    `merchants.pay` raises.
    """
    one, key = _open(town, adviser_id), f"{town.actor.pid}:{adviser_id}:removal:{nonce}"
    if (stands := bought(town, key)) is not None:
        return stands
    if one.removal_fen is None:
        raise NoSuchAdviser
    mine = [
        entry
        for entry in listings.standing(town, Colour.BLACK)
        if entry.participant_id == town.actor.pid
    ]
    if not mine:
        raise OnNoList(title=one.title)
    own = [entry for entry in mine if entry.agency == one.owner]
    if one.owner is not None and not own:
        raise NotOurList(title=one.title, owner=agencies.agency(one.owner).title)
    entry = (own or mine)[0]
    saying = Saying(entry.agency, f"removal:{entry.agency}", len(own))
    told = _sell(town, one, key, one.removal_fen, saying)
    if own:
        listings.strike(town, entry)
        note(town, "adviser_removal", entry.agency, role=town.actor.role)
    return told


def advertise(town: Town, *, independent: int, owned: int) -> None:
    """Let so many of either kind make themselves heard by everybody; a forbidden one is silent."""
    is_banned = switchboard.is_on(town, Switch.CONFLICT_BAN)
    guess = [one for one in catalogue().values() if one.owner is None][:independent]
    know = [one for one in catalogue().values() if one.owner is not None and not is_banned][:owned]
    shown, chance = guess + know, town.randomness("advertise")
    town.emit(AdvisersHeard(tuple(sorted(shown, key=lambda _: chance.below(10**9)))))


def _open(town: Town, adviser_id: str) -> Adviser:
    one = catalogue().get(adviser_id)
    if one is None:
        raise NoSuchAdviser
    if one.owner is not None and switchboard.is_on(town, Switch.CONFLICT_BAN):
        owner = agencies.agency(one.owner).title
        raise AdviserForbidden(title=one.title, owner=owner, act=f"advice {adviser_id}")
    return one


def _sayings(town: Town, one: Adviser) -> Iterator[Saying]:
    """All that the adviser could say to the actor, with what it would be worth."""
    me, now = town.actor.pid, town.now
    mine = scores.evaluate_for(town, [me], one.agency, scores.law_of(town))[me]
    if one.owner is not None:
        for name, gain in scores.deeds_that_help(mine, now):
            yield Saying(one.agency, f"does:{name}", gain)
    for name in one.tips:
        tip = shelf().tips[name]
        if tip.parts:
            for friend in friends.graph(town, [me], now).get(me, ()):
                gain = scores.gain_of_parting(mine, now, friend)
                yield Saying(one.agency, f"parts:{friend}", gain)
        else:
            yield Saying(one.agency, f"tip:{name}", _gain(mine, now, tip))


def _gain(mine: scores.Assessed, now: int, tip: Tip) -> int:
    if tip.does is not None:
        return scores.gain_of_doing(mine, now, (tip.does,) * tip.times)
    gain = scores.gain_of_leaving(mine, now, str(tip.leaves), tip.amount)
    return gain if tip.raises else -gain


def _sell(town: Town, one: Adviser, key: str, fen: int, saying: Saying) -> Told:
    """Take the money, once for each key, and write down what was sold for it."""
    keeps = shelf().keeps_fen
    held = sum(one.balance for one in platforms.holdings(town) if not one.is_left)
    if held - fen < keeps:
        raise TooLittleLeft(price=Money(fen), keeps=Money(keeps))
    order = merchants.Order(
        merchant_id=one.merchant, amount=Fen(fen), what="", key=f"advice:{key}", fact=False
    )
    sale = merchants.pay(town, order)
    is_new = insert_new(
        town.conn,
        adviser_tips,
        workshop_id=town.workshop_id,
        key=key,
        sale_id=sale.sale_id,
        participant_id=town.actor.pid,
        adviser=one.adviser_id,
        subject=saying.subject,
        agency=saying.agency,
        explanation=scores.law_of(town).explanation,
        gain=saying.gain,
        fee_fen=fen,
        sold_town_s=town.now,
    )
    if is_new:
        paid = Fact(town.actor.pid, "adviser_paid", fen, one.merchant, key=f"{sale.cause}:advice")
        record(town, paid)
    told = bought(town, key)
    if told is None:
        raise LookupError("what was just sold is not there")
    return told
