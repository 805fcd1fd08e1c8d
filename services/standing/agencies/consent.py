"""May the companies tell the bureau of somebody? Asked once the law wants it; silence is no.

Participants answer, and may answer otherwise later; residents answer by what they are like, the
same each time. While the law wants no consent nobody is asked, and answers that were given rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import and_, select

from services.kernel.schema import insert_new
from services.kernel.seeds import PERCENT
from services.kernel.town import STEWARDS, Event, ParticipantId, Randomness, Role, Town, require
from services.law import switchboard
from services.law.switchboard import LawEnacted, Switch
from services.people.facts import Fact, record
from services.people.identity import PEOPLE, ParticipantJoined, lock_participant, neighbours
from services.standing.agencies.bureau import ownership
from services.standing.agencies.tables import sharing_consents

GIVEN, REFUSED = "sharing_allowed", "sharing_refused"  # the facts' kinds
REMEMBERED = 4096  # residents


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person said; None: nothing yet. `counts`: whether the law wants it now."""

    me: ParticipantId
    agrees: bool | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Consents:
    """How many would let companies tell the bureau of them, would not, have not said."""

    yes: int
    no: int
    silent: int
    counts: bool


@dataclass(frozen=True, slots=True)
class ConsentAsked(Event):
    """These have not said yet whether companies may tell the bureau of them, and are asked."""

    whom: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True)
class ConsentChanged(Event):
    """Somebody says something else than before; `counts`: whether the law wants it now."""

    who: ParticipantId
    was: bool | None
    agrees: bool
    counts: bool


def consenting(town: Town) -> frozenset[str] | None:
    """Of whom members may tell the bureau; None where the law asks for nobody's consent."""
    if not switchboard.is_on(town, Switch.CONSENT_TO_SHARE):
        return None
    return frozenset(who for who, says in _everybody(town).items() if says)


def consents(town: Town) -> Consents:
    """Everybody's answers as numbers. Raises `NotAllowed`."""
    require(town, *STEWARDS, Role.ADMIN)
    said = Counter(_everybody(town).values())
    counts = switchboard.is_on(town, Switch.CONSENT_TO_SHARE)
    return Consents(said[True], said[False], said[None], counts)


def my_consent(town: Town, who: ParticipantId | None = None) -> Consent:
    """What somebody said, the asker if nobody is named."""
    who = who or town.actor.pid
    counts = switchboard.is_on(town, Switch.CONSENT_TO_SHARE)
    return Consent(who, _answers(town, who).get(who), counts)


def owes_answer(town: Town) -> bool:
    """Whether the law waits for the actor's answer."""
    who = town.actor.pid
    return switchboard.is_on(town, Switch.CONSENT_TO_SHARE) and who not in _answers(town, who)


def consent(town: Town, *, agrees: bool) -> Consent:
    """Say whether companies may tell the bureau of oneself, from now on. Twice is once."""
    me = town.actor.pid
    lock_participant(town, me)
    row = {"workshop_id": town.workshop_id, "participant_id": me, "agrees": agrees}
    before = my_consent(town)
    if before.agrees is not agrees and insert_new(
        town.conn, sharing_consents, **row, town_s=town.now, key=town.key
    ):
        record(town, Fact(me, GIVEN if agrees else REFUSED))
        town.emit(ConsentChanged(me, before.agrees, agrees, before.counts))
    return my_consent(town)


def ask_consent(town: Town, event: Event) -> None:
    """Who is here when the law wants consent, and who comes later, is asked, each once."""
    if isinstance(event, LawEnacted) and event.switch is Switch.CONSENT_TO_SHARE:
        here = [one.participant_id for one in neighbours(town) if not one.is_resident]
        wanted = here if event.value == "on" else []
    elif isinstance(event, ParticipantJoined) and consenting(town) is not None:
        wanted = [event.participant_id]
    else:
        return
    said = _answers(town)
    if whom := tuple(who for who in wanted if who not in said):
        town.emit(ConsentAsked(whom))


def _everybody(town: Town) -> Mapping[str, bool | None]:
    """What each person says: as they answered; residents as they are; None of who has not, also
    once they have left: their silence stays a no.
    """
    said, wants, secret = _answers(town), ownership().consent, town.workshop.secret
    at = PEOPLE.c
    rows = town.conn.execute(
        select(at.participant_id, and_(at.person_id.is_(None), at.seated), at.name, at.habit).where(
            at.workshop_id == town.workshop_id
        )
    )
    found: dict[str, bool | None] = {}
    for who, is_resident, name, habit in rows:
        found[who] = said.get(who)
        if is_resident and found[who] is None:
            percent = wants.by_habit.get(habit, wants.residents_percent)
            found[who] = _would(secret, name, percent)
    return found


@lru_cache(maxsize=REMEMBERED)
def _would(secret: bytes, name: str, percent: int) -> bool:
    return Randomness(secret, f"consent|{name}").below(PERCENT) < percent


def _answers(town: Town, who: ParticipantId | None = None) -> Mapping[str, bool]:
    """The latest answer of each person, or of one, up to now."""
    kept = sharing_consents.c
    query = select(kept.participant_id, kept.agrees).where(
        kept.workshop_id == town.workshop_id, kept.town_s <= town.now
    )
    if who is not None:
        query = query.where(kept.participant_id == who)
    rows = town.conn.execute(query.order_by(kept.consent_id))
    return {one: bool(agrees) for one, agrees in rows}
