"""The digital identity card: invented fields from the start, more with each service, and a breach.

Every value is made of the town's secret and the persona's name; none is anybody's, and none is
stored. Whoever opted out of the account has no card, and no service that hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Strict
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.seeds import PERCENT, load
from services.kernel.town import ParticipantId, Randomness, Town
from services.living import errands
from services.living.errands import ACCOUNT, IdField
from services.living.privacy.events import IdLeaked
from services.people.facts import Fact, record
from services.people.identity import Neighbour, by_id, neighbours

LEAKS_PERCENT = 50
Fields = tuple[tuple[Localized, str], ...]


class AccountLeft(RuleError):
    """The actor has opted out of the account: there is no card."""


class FirstFields(Strict):
    """What is on every card from the start."""

    format: Literal["identity-card/1"]
    provenance: Literal["invented"]
    fields: Annotated[tuple[IdField, ...], Field(min_length=1, max_length=8)]


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """A card: whose, what stands on it, and how often each service was used."""

    name: str
    trade: str
    fields: Fields
    used: tuple[tuple[Localized, int], ...]


def first_fields() -> FirstFields:
    """The fields of a new card. Raises `SeedFault`."""
    return load("identity_card.yaml", FirstFields)


def my_card(town: Town) -> IdentityCard:
    """The actor's card as it stands. Raises `AccountLeft`."""
    if any(gone.what == ACCOUNT for gone in errands.my_opt_outs(town).standing):
        raise AccountLeft
    me = by_id(town, town.actor.pid)
    known = errands.services()
    used = errands.usage(town, me.participant_id)
    counts = tuple((known[name].title, used[name].uses) for name in used if name in known)
    return IdentityCard(me.name, me.trade, _fields(town, me), counts)


def breach(town: Town) -> None:
    """Cards leak: of each participant some fields by chance, one at the least. Told to each."""
    for someone in neighbours(town):
        if not someone.is_resident:
            _leak(town, someone)


def _leak(town: Town, someone: Neighbour) -> None:
    who = someone.participant_id
    chance = Randomness(town.workshop.secret, f"breach|{someone.name}|{town.now}")
    fields = _fields(town, someone)
    sure = chance.below(len(fields))
    out = [
        one
        for number, one in enumerate(fields)
        if chance.below(PERCENT) < LEAKS_PERCENT or number == sure
    ]
    record(town, Fact(who, "id_leaked", key=f"breach:{who}:{town.now}"))
    town.emit(IdLeaked(who, tuple(out), len(fields) - len(out)))


def _fields(town: Town, someone: Neighbour) -> Fields:
    used = errands.usage(town, someone.participant_id)
    known = errands.services()
    more = (known[name].id_field for name in used if name in known)
    fields = (*first_fields().fields, *(one for one in more if one is not None))
    return tuple((one.title, _made(town, someone.participant_id, one)) for one in fields)


def _made(town: Town, who: ParticipantId, one: IdField) -> str:
    chance = Randomness(town.workshop.secret, f"id|{who}|{one.title.en}")
    return "".join(str(chance.below(10)) if sign == "#" else sign for sign in one.made)
