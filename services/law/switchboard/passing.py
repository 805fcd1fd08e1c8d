"""Several decisions taken as one: what they would change, and writing them into the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from services.kernel.schema import insert_new
from services.kernel.time import TownTime
from services.kernel.town import Town
from services.law.switchboard.catalogue import Switch, Value, catalogue
from services.law.switchboard.queries import Enactment, courses_of, held
from services.law.switchboard.service import LawEnacted, require_poll
from services.law.switchboard.tables import law_switches


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What is to be decided on one switch. `value` is None where a provision ends."""

    switch: Switch
    value: Value | None
    in_force_from: TownTime
    provision: str = ""
    rank: int = 0


def foreseen(town: Town, book: Sequence[Enactment], terms: Sequence[Term]) -> list[Enactment]:
    """The book as it would be with these decisions."""
    found = list(book)
    for term in terms:
        one = Enactment(
            term.switch,
            catalogue()[term.switch].default if term.value is None else term.value,
            term.in_force_from,
            town.now,
            town.actor.role.value,
            term.provision,
            term.rank,
            term.value is None,
        )
        found.append(replace(one, value=held(found, one)) if one.ends else one)
    return found


def is_written(town: Town) -> bool:
    """Whether this very unit of work has decided before."""
    at = law_switches.c
    mine = (at.workshop_id == town.workshop_id, at.key == f"{town.key}#0")
    return town.conn.scalar(select(at.enactment_id).where(*mine)) is not None


def written(
    town: Town, book: Sequence[Enactment], terms: Sequence[Term], *, poll: int | None = None
) -> list[LawEnacted]:
    """Write the decisions down, with the vote that carried them; what changes on which switch, and
    when, told once for each.

    Whether the actor may is the caller's business, and so is the lock. Raises `PollNeeded`.
    """
    turns = turned(town, book, foreseen(town, book, terms))
    done = [replace(event, poll=poll) for event in turns]
    for event in done:
        require_poll(town, event)
    for number, term in enumerate(terms):
        insert_new(
            town.conn,
            law_switches,
            workshop_id=town.workshop_id,
            switch=term.switch.value,
            value="" if term.value is None else str(term.value),
            in_force_town_s=term.in_force_from,
            set_town_s=town.now,
            actor=town.actor.role.value,
            key=f"{town.key}#{number}",
            provision=term.provision,
            rank=term.rank,
            poll=poll,
        )
    for event in done:
        town.emit(event)
    return done


def turned(town: Town, before: Sequence[Enactment], after: Sequence[Enactment]) -> list[LawEnacted]:
    """How the law after some decisions differs from the law before them: each switch's first turn
    to another value than it would have had.
    """
    old, found = courses_of(before), []
    for switch, new in courses_of(after).items():
        for turn in new.turns:
            if turn >= town.now and new.at(turn) != old[switch].at(turn):
                done = LawEnacted(
                    workshop_id=town.workshop_id,
                    switch=switch,
                    value=new.at(turn),
                    before=old[switch].at(turn),
                    in_force_from=turn,
                    at_once=turn == town.now,
                )
                found.append(done)
                break
    return found
