"""Residents who play for points: one small lawful act a day, done because a score reads it.

They deal with residents only: what they do is to be measured, not to be lived through by people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from services.kernel.money import Fen
from services.kernel.time import day_number
from services.kernel.town import Randomness, Town
from services.living import gaming
from services.living.residents.folk import Resident, residents, spoken
from services.money import envelopes, transfers
from services.people.facts import Fact, facts_of, record
from services.social import messaging

# A move for points; it answers with what the keys of its facts begin with.
Played: TypeAlias = Callable[[Town, Resident, gaming.Move, Randomness], str]

CENTRE = "volunteer_centre"  # the office that counts hours
MET_BY = frozenset({"paid", "envelope_sent"})


def play(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    """A resident's deed: today's move, if they see one."""
    move = gaming.choose(town, chance)
    if move is not None:
        gaming.note_played(town, MOVES[move.action](town, me, move, chance))


def _pay_someone(town: Town, me: Resident, move: gaming.Move, chance: Randomness) -> str:
    note = spoken(town, chance, me.habit.phrases.notes)
    return transfers.offer(town, _other(town, me, move, chance), Fen(move.amount), note).cause


def _give_envelope(town: Town, me: Resident, move: gaming.Move, chance: Randomness) -> str:
    words = spoken(town, chance, me.habit.phrases.wishes)
    other = _other(town, me, move, chance)
    return envelopes.send_to(town, other, Fen(move.amount), words).cause


def _write_to(town: Town, me: Resident, move: gaming.Move, chance: Randomness) -> str:
    other = _other(town, me, move, chance)
    messaging.send(town, other, spoken(town, chance, me.habit.phrases.messages))
    return town.key  # the facts of one act without rows of its own bear the key of the act


def _volunteer(town: Town, me: Resident, move: gaming.Move, _: Randomness) -> str:
    cause = f"work:{me.participant_id}:{day_number(town.now)}"
    done = Fact(me.participant_id, "volunteering", move.amount, source=CENTRE, key=f"{cause}:hours")
    record(town, done)
    return cause


def _other(town: Town, me: Resident, move: gaming.Move, chance: Randomness) -> str:
    """Another resident's name; where it pays, of somebody whom nothing was given before."""
    others = [one for one in residents(town) if one.participant_id != me.participant_id]
    if move.somebody_new:
        met = {f.counterpart for f in facts_of(town, me.participant_id) if f.kind in MET_BY}
        others = [one for one in others if one.participant_id not in met] or others
    return chance.pick(others).name


MOVES: Mapping[str, Played] = {
    "pay_someone": _pay_someone,
    "give_envelope": _give_envelope,
    "write": _write_to,
    "volunteer": _volunteer,
}
