"""Who one is in this town from the start: whom one knows, and what a late joiner has lived through.

The twelve know each other, a newcomer has two friends, and family if chance will have it; nobody is
asked. A late joiner's payments with residents happened as of days gone by, silently, and within
what both sides held: the books balance and the score has something to read.
"""

from __future__ import annotations

from dataclasses import replace

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.time import HOUR_S, TownTime
from services.kernel.town import Actor, Randomness, Town
from services.living.residents.folk import Resident, residents, script
from services.money import transfers
from services.people.identity import ParticipantJoined, participant_actor
from services.social import friends, kin
from services.social.friends import KnownHere

DEALINGS = (2, 4)
AMOUNT_FEN = (3_00, 12_00)
ANSWERED_AFTER_S = 2 * HOUR_S


def know_each_other(town: Town) -> None:
    """The first residents of a town: families as written down, friends by chance. Twice is once."""
    everybody = residents(town)
    by_name = {one.name: one.participant_id for one in everybody}
    language = town.workshop.language
    habits = {role.habit: by_name[role.name.in_(language)] for role in script().roles}
    kin.settle_families(town, habits)
    for one in everybody:
        friends.arrive(town, one.participant_id, one.name, list(by_name.values()))


def know_somebody(town: Town, newcomer: ParticipantJoined, hosts: list[Resident]) -> None:
    """A newcomer's two friends and, perhaps, family: since they are said to have come."""
    then = replace(town, now=newcomer.since)
    who, names = newcomer.participant_id, {one.participant_id: one.name for one in hosts}
    chosen = friends.arrive(then, who, newcomer.name, list(names))
    relative = kin.arrive(town, who, newcomer.name, newcomer.since)
    family = () if relative is None else (relative,)
    town.emit(KnownHere(who, tuple(names[friend] for friend in chosen), family))


def make_up(town: Town, newcomer: ParticipantJoined, hosts: list[Resident]) -> None:
    """Let a late joiner have dealt with a few residents since they are said to have come."""
    span_s = town.now - newcomer.since - ANSWERED_AFTER_S
    if not hosts or span_s <= 0:
        return
    chance = Randomness(town.workshop.secret, f"past|{newcomer.name}")
    me = participant_actor(town, newcomer.participant_id)
    times = sorted(newcomer.since + chance.below(span_s) for _ in range(chance.between(*DEALINGS)))
    for number, at in enumerate(times):
        host = chance.pick(hosts).actor
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
