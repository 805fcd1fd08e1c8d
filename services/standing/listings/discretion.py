"""Listing at discretion: the town's credit office puts down whom whoever runs the town names.

In the opaque act words are enough. Once the law wants a legal basis, one of the rule's own grounds
is to be named. Of participants only a card may list somebody, by name; and some are never listed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.audit_log import note
from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import one_line
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, WorkshopId, require
from services.kernel.towns import lock
from services.law import switchboard
from services.law.switchboard import Switch
from services.people import masks
from services.people.identity import PEOPLE, Neighbour, by_id, by_name, is_steward, neighbours
from services.standing.listings import signing
from services.standing.listings.grounds import grounds, lawful
from services.standing.listings.records import (
    Colour,
    Ended,
    Listing,
    Said,
    listing_of,
    minors,
    not_struck,
    unended,
)
from services.standing.listings.service import enter, strike
from services.standing.listings.signing import Proposal, SignatureState

OFFICE = "city_credit_office"
BASIS = "discretion"
WORDS_MAX = 200


class ListedYourself(RuleError):
    """Whoever lists named themselves."""


class RunsTheTown(RuleError):
    """Whoever runs towns is on no list. Field: `name`."""


class LeftTheTown(RuleError):
    """The person has left, and the persona is nobody's. Field: `name`."""


class WearsMask(RuleError):
    """Whoever is masked is listed by nobody's discretion. Field: `name`."""


class ListedByCardsAlone(RuleError):
    """A participant comes onto a list by deeds or by a card that names them. Field: `name`."""


class MinorsSpared(RuleError):
    """The law lets nobody under age be listed. Field: `name`."""


class NoReason(RuleError):
    """Nothing was said of why. Field: `name`."""


class ReasonTooLong(RuleError):
    """The reason is longer than `limit` characters; `typed` were."""


class NoLegalBasis(RuleError):
    """The law wants a ground, and none was named. Fields: `name`, `known` (ids, in one line)."""


class TwoSignaturesNeeded(RuleError):
    """The law wants a second signature, which a card alone does not bring."""


class NobodyToList(RuleError):
    """No resident is left whom the office could list by chance."""


@dataclass(frozen=True, slots=True)
class ListedAtDiscretion:
    """An entry of the office's list. `is_new` is False where the person stood on it before."""

    listing: Listing
    is_new: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An entry that was taken back. `again`: it had ended before, and nothing changed."""

    listing: Listing
    again: bool


@dataclass(frozen=True, slots=True)
class ListingEnded(Event):
    """An entry came off its list outside of an evening: what hangs is drawn anew."""

    workshop_id: WorkshopId
    listing: Listing


def put_down(town: Town, name: str, words: str) -> ListedAtDiscretion:
    """List a resident; the first word may name a ground, the rest says why. Twice is once.

    Raises `NotAllowed`, `NobodyOfThatName`, `TwoSignaturesNeeded`, and the refusals above.
    """
    who, ground, why = _read(town, name, words)
    _require_one_hand(town, who, ground, why)
    return _listed(town, who, ground, why)


def put_down_or_propose(town: Town, name: str, words: str) -> ListedAtDiscretion | Proposal:
    """The same; where the law wants a second signature, it is asked for. Raises `NobodyToSign`."""
    if not signing.is_wanted(town):
        return put_down(town, name, words)
    who, ground, why = _read(town, name, words)
    _require_grounded(town, who, ground, why)
    if (stands := _standing(town, who)) is not None:
        return ListedAtDiscretion(stands, is_new=False)
    return signing.propose(town, who, ground, why)


def sign(town: Town, proposal_id: int, *, is_signed: bool) -> Proposal:
    """Give the second signature, or refuse it: then nobody is listed. The first answer stands.

    Raises `Outdated`, and what `put_down` refuses by now.
    """
    before = signing.proposal(town, proposal_id)
    found = signing.decided(town, proposal_id, is_signed=is_signed)
    if found.state is SignatureState.SIGNED and not found.again:
        who = by_id(town, before.whom)
        require_listable(town, who)
        _listed(town, who, before.named, before.words)
    return found


def by_card(town: Town, ground: str, name: str = "") -> ListedAtDiscretion:
    """A card lists somebody named, or a resident by chance. Raises what `put_down` raises,
    `NobodyToList`, and `TwoSignaturesNeeded`.
    """
    require(town, *STEWARDS)
    who = by_name(town, name) if name else _anybody(town)
    require_listable(town, who)
    _require_one_hand(town, who, ground, "")
    return _listed(town, who, ground, "")


def book(town: Town) -> tuple[Listing, ...]:
    """Who stands on the town's own black lists, or will, or still does. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    return tuple(one for one in not_struck(town, Colour.BLACK) if not one.is_companys)


def withdraw(town: Town, listing_id: int) -> Withdrawn:
    """Take back what was listed at discretion, at once. Twice changes nothing.

    Raises `NotAllowed`, and `Outdated` for what others have listed.
    """
    require(town, *STEWARDS)
    listing = listing_of(town, listing_id, is_held=True)
    if listing.basis.partition(":")[0] != BASIS:
        raise Outdated
    if listing.delisted is not None:
        return Withdrawn(listing, again=True)
    strike(town, listing, because=Ended.WITHDRAWN)
    note(town, "listing_withdrawn", OFFICE, role=town.actor.role)
    gone = listing_of(town, listing_id)
    town.emit(ListingEnded(town.workshop_id, gone))
    return Withdrawn(gone, again=False)


def _read(town: Town, name: str, words: str) -> tuple[Neighbour, str, str]:
    """Whom, on which ground, and why."""
    require(town, *STEWARDS)
    who = by_name(town, name)
    require_listable(town, who)
    if not who.is_resident:
        raise ListedByCardsAlone(name=who.name)
    return (who, *_parted(one_line(words)))


def _require_one_hand(town: Town, who: Neighbour, ground: str, words: str) -> None:
    """Refuse what one alone may not decide."""
    _require_grounded(town, who, ground, words)
    if signing.is_wanted(town):
        raise TwoSignaturesNeeded


def _require_grounded(town: Town, who: Neighbour, ground: str, words: str) -> None:
    if switchboard.is_on(town, Switch.LEGAL_BASIS) and ground not in lawful():
        raise NoLegalBasis(name=who.name, known=", ".join(lawful()))
    if not (words or ground):
        raise NoReason(name=who.name)
    if len(words) > WORDS_MAX:
        raise ReasonTooLong(limit=WORDS_MAX, typed=len(words))


def _standing(town: Town, who: Neighbour) -> Listing | None:
    """The office's entry that names somebody already."""
    mine = (OFFICE, who.participant_id)
    found = unended(town, Colour.BLACK)
    return next((one for one in found if (one.agency, one.participant_id) == mine), None)


def _listed(town: Town, who: Neighbour, ground: str, words: str) -> ListedAtDiscretion:
    _require_grounded(town, who, ground, words)
    lock(town)
    if (stands := _standing(town, who)) is not None:
        return ListedAtDiscretion(stands, is_new=False)
    basis, whom = f"{BASIS}:{town.key}", who.participant_id
    listing = enter(town, OFFICE, Colour.BLACK, whom, basis=basis, said=Said(ground, words))
    note(town, "listed_at_discretion", ground or "no ground", role=town.actor.role)
    return ListedAtDiscretion(listing, is_new=True)


def require_listable(town: Town, who: Neighbour, *, is_minor: bool = False) -> None:
    """Refuse whom no card and nobody's discretion lists. Raises one of the refusals above."""
    if _is_own(town, who):
        raise ListedYourself
    if is_steward(town.conn, who.participant_id):
        raise RunsTheTown(name=who.name)
    if who.participant_id not in _seated(town):
        raise LeftTheTown(name=who.name)
    if who.participant_id in masks.hidden(town):
        raise WearsMask(name=who.name)
    spares = switchboard.is_on(town, Switch.MINORS_SPARED)
    if spares and (is_minor or who.participant_id in minors(town)):
        raise MinorsSpared(name=who.name)


def _anybody(town: Town) -> Neighbour:
    """A resident by chance who stands on no black list; chance lists no participant."""
    spared = masks.hidden(town) | {one.participant_id for one in unended(town, Colour.BLACK)}
    seated = _seated(town) - spared
    among = [n for n in neighbours(town) if n.is_resident and n.participant_id in seated]
    if not among:
        raise NobodyToList
    return town.randomness("discretion").pick(among)


def _seated(town: Town) -> frozenset[ParticipantId]:
    """All but the personas of those who have left."""
    here = (PEOPLE.c.workshop_id == town.workshop_id, PEOPLE.c.seated)
    return frozenset(town.conn.scalars(select(PEOPLE.c.participant_id).where(*here)))


def _is_own(town: Town, who: Neighbour) -> bool:
    person = town.conn.scalar(
        select(PEOPLE.c.person_id).where(PEOPLE.c.participant_id == who.participant_id)
    )
    return person is not None and person == town.actor.person_id


def _parted(typed: str) -> tuple[str, str]:
    """A ground, if the first word is one, and the words that say why."""
    first, _, rest = typed.partition(" ")
    named = first.rstrip(":：").lower()
    return (named, rest.strip()) if named in grounds() else ("", typed)
