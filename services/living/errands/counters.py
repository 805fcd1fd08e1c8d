"""What stops a use at its counter: a door that is closed to its person, or a deposit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.kernel.time import DAY_S
from services.kernel.town import Town
from services.living.errands.catalogue import ServiceGate
from services.living.errands.records import Errand, ErrandState
from services.people.facts import FACTS, Fact, record
from services.people.identity import by_id
from services.standing import sanctions, scores
from services.standing.sanctions import Closed, LearnedOfListing

LEARNED = "listing_learned"  # the kind of the fact that somebody knows of it by now


def stopped_at_counter(town: Town, errand: Errand) -> dict[str, Any] | None:
    """What is to be noted of a use that stops here, by column; None where it may go on."""
    return _refused(town, errand) or _asked(town, errand)


def asked_gate(errand: Errand) -> ServiceGate | None:
    """The gate whose deposit an errand waits for."""
    return next((gate for gate in errand.gates if gate.gate is not None), None)


def _refused(town: Town, errand: Errand) -> dict[str, Any] | None:
    """The use itself keeps by which rule and on whose word its person was kept out."""
    for gate in errand.gates:
        closed = sanctions.closed(town, errand.who, gate.door) if gate.door else None
        if closed is not None:
            rule = closed.sanction.sanction_id
            _tell_who_learned(town, closed)
            state = {"state": ErrandState.REFUSED, "score": closed.score}
            return state | {"refused_by": rule, "refused_for": closed.agency}
    return None


def _asked(town: Town, errand: Errand) -> dict[str, Any] | None:
    """A deposit is asked for, where the actor's score does not pass."""
    gate = asked_gate(errand)
    found = scores.eligible(town, gate.gate) if gate and gate.gate else None
    if found is None or found.passes:
        return None
    return {"state": ErrandState.ASKED, "score": found.score}


def _tell_who_learned(town: Town, closed: Closed) -> None:
    """Whoever runs the town hears when a participant learns of a listing, and how late."""
    me = by_id(town, town.actor.pid)
    if closed.since is None or closed.is_served or closed.is_for_a_parent or me.is_resident:
        return
    agency, who = closed.agency, me.participant_id
    key = f"{LEARNED}:{agency}:{who}:{closed.since}"
    mine = (FACTS.c.participant_id == who, FACTS.c.kind == LEARNED, FACTS.c.key == key)
    if town.conn.scalar(select(FACTS.c.fact_id).where(*mine)) is None:
        record(town, Fact(who, LEARNED, counterpart=agency, source=agency, key=key))
        days = (town.now - closed.since) // DAY_S
        town.emit(LearnedOfListing(me.name, closed, days))
