"""A plausible past for a late joiner: payments with residents, lived through the same services.

They happen as of days gone by, silently, and within what both sides held: the books balance and
the score has something to read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.time import HOUR_S, TownTime
from services.kernel.town import Randomness
from services.money import transfers
from services.people.identity import participant_actor

if TYPE_CHECKING:
    from services.kernel.town import Actor, Town
    from services.living.residents.folk import Resident
    from services.people.identity import ParticipantJoined

DEALINGS = (2, 4)
AMOUNT_FEN = (3_00, 12_00)
ANSWERED_AFTER_S = 2 * HOUR_S


def make_up(town: Town, newcomer: ParticipantJoined, hosts: list[Resident]) -> None:
    """Let a late joiner have dealt with a few residents since they are said to have come."""
    span_s = town.now - newcomer.since - ANSWERED_AFTER_S
    if not hosts or span_s <= 0:
        return
    chance = Randomness(town.workshop.secret, f"past|{newcomer.name}")
    me = participant_actor(town, newcomer.participant_id)
    times = sorted(newcomer.since + chance.below(span_s) for _ in range(chance.between(*DEALINGS)))
    for number, at in enumerate(times):
        host = hosts[chance.below(len(hosts))].actor
        payer, payee = (me, host) if chance.below(2) else (host, me)
        amount = Fen(chance.between(*AMOUNT_FEN))
        past = replace(town, now=TownTime(at), key=f"past:{newcomer.name}:{number}", events=[])
        _deal(past, payer, payee, amount)


def _deal(past: Town, payer: Actor, payee: Actor, amount: Fen) -> None:
    try:
        with past.conn.begin_nested():
            offered = transfers.offer(past.as_actor(payer, key=past.key), payee.name, amount)
            later = replace(past, now=TownTime(past.now + ANSWERED_AFTER_S))
            transfers.accept(later.as_actor(payee, key=f"{past.key}:taken"), offered.payment_id)
    except RuleError:
        return  # a resident without money had no dealings
