"""Erasure that an open case of the ombudsman holds up: its clock stands still until that has ended.

Owns that it is said to whoever asked, and that it is done by itself when the case has ended.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.kernel.time import MINUTE_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, ParticipantId, Town
from services.law import clocks, switchboard
from services.law.switchboard import Switch
from services.people.facts import due_of
from services.people.identity import ParticipantLeft, WordsErased
from services.standing import ombudsman
from services.standing.complaints import ComplaintEnded, OrdersChecked

PURGE_NIGHT = "purge_night"  # the timer's kind
CLOCK, STAGE, REASON = "gdpr", "answer", "case"


@dataclass(frozen=True, slots=True)
class ErasureHeld(Event):
    """So many facts of somebody would have been purged, and a case needs them."""

    who: ParticipantId
    number: int
    facts: int


@dataclass(frozen=True, slots=True)
class ErasureGoesOn(Event):
    """The case has ended: what it held of somebody who lives here is purged now."""

    who: ParticipantId


def held_back(town: Town, kinds: Collection[str], until: int) -> dict[ParticipantId, int]:
    """Whose facts a purge leaves for an open case, and how many; each is told once."""
    needed = ombudsman.needed_facts(town)
    found = due_of(town, kinds, until, tuple(needed)) if needed else {}
    for who, facts in found.items():
        if _begins(town, _purge(who)):
            clocks.pause(town, _purge(who), REASON)
            town.emit(ErasureHeld(who, needed[who], facts))
    return found


def follow_leaving(town: Town, event: Event) -> None:
    """A reaction: who leaves has asked for erasure, and is answered at once, or once no open case
    needs their words; the ledger of clocks shows it.
    """
    if not isinstance(event, ParticipantLeft) or not switchboard.is_on(town, Switch.DATA_RIGHTS):
        return
    subject, who = _erasure(event.participant_id), event.participant_id
    clocks.start(town, subject, CLOCK, STAGE)
    if ombudsman.needed_words(town, who):
        clocks.pause(town, subject, REASON)
    else:
        clocks.decide(town, subject)


def follow_cases(town: Town, event: Event) -> None:
    """A reaction: a case has ended, orders and all, and what it held is erased."""
    if isinstance(event, ComplaintEnded | OrdersChecked):
        ended = event.complaint
        if all(one.complaint_id != ended.complaint_id for one in ombudsman.unended(town)):
            if whose := ombudsman.release(town, (ended,)):
                _erased(town, whose)
                number = ended.complaint_id
                cards = (f"complaint:{number}", f"case:{number}", f"hearing:{number}")
                town.emit(WordsErased(cards))
            _purged(town, ended.who)


def release_all(town: Town) -> None:
    """The town closes, and with it every case: nothing is held any more."""
    _erased(town, ombudsman.release(town, ombudsman.unended(town)))


def _erased(town: Town, whose: Collection[ParticipantId]) -> None:
    for who in whose:
        if not ombudsman.needed_words(town, who):
            _ends(town, _erasure(who))


def _purged(town: Town, who: ParticipantId) -> None:
    """The next purge takes it, a town minute on."""
    if who not in ombudsman.needed_facts(town) and _ends(town, _purge(who)):
        clear_timer(town, PURGE_NIGHT, "")
        set_timer(town, PURGE_NIGHT, "", due=town.now + MINUTE_S)
        town.emit(ErasureGoesOn(who))


def my_held(town: Town) -> tuple[clocks.Reading, ...]:
    """The ledger of what was held of oneself."""
    subject = _purge(town.actor.pid)
    return clocks.stages(town, (subject,)).get(subject, ())


def _begins(town: Town, subject: str) -> bool:
    running = clocks.current(town, subject)
    if running is not None and running.ended is None:
        return False
    clocks.start(town, subject, CLOCK, STAGE)
    return True


def _ends(town: Town, subject: str) -> bool:
    running = clocks.current(town, subject)
    if running is None or running.ended is not None:
        return False
    if running.is_paused:
        clocks.resume(town, subject)
    clocks.decide(town, subject)
    return True


def _erasure(who: str) -> str:
    return f"erasure:{who}"


def _purge(who: str) -> str:
    return f"purge:{who}"
