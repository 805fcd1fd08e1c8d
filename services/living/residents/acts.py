"""What a resident does when the time has come, through the same services as everybody.

A refusal is a missed chance: its effects are undone and the town goes on. Each act is a timer of
the kind `resident_act` whose subject names the verb, the resident and what it is about.

Some play for points: one small lawful act a day, done because a score reads it. They deal with
residents only: what they do is to be measured, not to be lived through by people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.seeds import Span
from services.kernel.time import DAY_S, MINUTE_S, day_number
from services.kernel.timers import set_timer
from services.kernel.town import ParticipantId, Randomness, Town
from services.living import gaming, rentals
from services.living.residents.folk import Resident, lot, resident, residents, script, spoken
from services.money import envelopes, ledger, transfers
from services.people.facts import Fact, facts_of, record
from services.people.identity import Neighbour, by_id, neighbours
from services.social import calls, friends, messaging
from services.standing import courts

# The town, who acts, what it is about (the name of whom it is done to), and their chance.
Action: TypeAlias = Callable[[Town, Resident, str, Randomness], object]
# The same of a move for points; it answers with what the keys of its facts begin with.
Played: TypeAlias = Callable[[Town, Resident, gaming.Move, Randomness], str]

RESIDENT_ACT = "resident_act"  # the timer's kind
LATE_S = DAY_S // 2  # beyond it the town catches up, and residents leave people in peace
THOUSANDTHS = 1_000
SHARE_COUNTS = (3, 6)
WELCOME_FEN = Fen(8_88)
HIRED = ("umbrella", "power_bank")
CENTRE = "volunteer_centre"  # the office that counts hours
MET_BY = frozenset({"paid", "envelope_sent"})


def plan(town: Town, who: ParticipantId, action: str, about: object = "", *, minutes: int) -> None:
    """Have a resident do something some town minutes from now."""
    due = town.now + minutes * MINUTE_S
    set_timer(town, RESIDENT_ACT, f"{action}:{who}:{about}", due=due)


def perform(town: Town, subject: str) -> None:
    """A timer's verb: a resident acts, as of the due time."""
    action, who, about = subject.split(":", 2)
    someone = resident(town, who)
    if someone is None:
        return
    key = f"resident:{someone.name}:{action}:{about}:{town.now}"
    place = town.as_actor(someone.actor, key=key)
    told = len(town.events)
    try:
        with town.conn.begin_nested():
            ACTIONS[action](place, someone, about, lot(town, someone.name, action))
    except RuleError:
        del town.events[told:]


def is_catching_up(town: Town) -> bool:
    """Whether this act is about a time long gone: the clock was moved, or the program stood."""
    return town.workshop.clock.at(town.wall_ms) - town.now > LATE_S


def _to_somebody(act: Action) -> Action:
    """An act that is about another, chosen by chance; none where nobody else is there."""

    def on_somebody(town: Town, me: Resident, _: str, chance: Randomness) -> None:
        other = _somebody(town, me, chance)
        if other is not None:
            act(town, me, other.name, chance)

    return on_somebody


def _on_row(verb: Callable[[Town, int], object]) -> Action:
    """A service's verb on the row whose number the act is about."""
    return lambda town, _me, number, _chance: verb(town, int(number))


def _pay(town: Town, me: Resident, name: str, chance: Randomness) -> None:
    amount = _part_of_wallet(town, me, me.habit.thousandths.payment, chance)
    if amount > 0:
        transfers.offer(town, name, amount, spoken(town, chance, me.habit.phrases.notes))


def _give(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    amount = _part_of_wallet(town, me, me.habit.thousandths.envelope, chance)
    words = spoken(town, chance, me.habit.phrases.wishes)
    shares = chance.between(*SHARE_COUNTS)
    if is_catching_up(town):  # a card to everybody about a day long gone would be noise
        other = _somebody(town, me, chance)
        if other is not None:
            envelopes.send_to(town, other.name, amount, words)
    else:
        envelopes.send(town, amount, shares, words=words)


def _write(town: Town, me: Resident, name: str, chance: Randomness) -> None:
    messaging.send(town, name, spoken(town, chance, me.habit.phrases.messages))


def _talk(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    calls.talk(town, spoken(town, chance, me.habit.phrases.talks))


def _hang_up(town: Town, _: Resident, call_id: str, __: Randomness) -> None:
    calls.hang_up(town, int(call_id) if call_id else None)


def _reply(town: Town, me: Resident, to: str, chance: Randomness) -> None:
    said = spoken(town, chance, script().replies, me.habit.phrases.messages)
    messaging.send(town, by_id(town, to).name, said)


def _greet(town: Town, _: Resident, to: str, chance: Randomness) -> None:
    messaging.send(town, by_id(town, to).name, spoken(town, chance, script().welcome))


def _welcome(town: Town, _: Resident, to: str, __: Randomness) -> None:
    note = script().welcome_note.in_(town.workshop.language)
    transfers.offer(town, by_id(town, to).name, WELCOME_FEN, note)


def _rent(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    """Hire a small thing, if it comes without a deposit: residents have better uses for money."""
    order = rentals.start(town, chance.pick(HIRED))
    if rentals.confirm(town, order.order_id).order.state is rentals.OrderState.IN_USE:
        plan(town, me.participant_id, "brings_back", minutes=chance.between(*me.habit.keeps))
    else:
        rentals.cancel(town, order.order_id)


def _bring_back(town: Town, _: Resident, __: str, ___: Randomness) -> None:
    for order in rentals.out(town).in_use:
        rentals.give_back(town, order.order_id)


def _play(town: Town, me: Resident, _: str, chance: Randomness) -> None:
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


ACTIONS: Mapping[str, Action] = {
    "pays": _to_somebody(_pay),
    "gives": _give,
    "writes": _to_somebody(_write),
    "calls": _to_somebody(lambda town, _me, name, _chance: calls.ring(town, name)),
    "befriends": _to_somebody(lambda town, _me, name, _chance: friends.ask(town, name)),
    "be_friends": _on_row(friends.accept),
    "be_no_friends": _on_row(friends.decline),
    "open": _on_row(envelopes.open_share),
    "accept": _on_row(transfers.accept),
    "decline": _on_row(transfers.decline),
    "pick_up": _on_row(calls.answer),
    "refuse_call": _on_row(calls.decline),
    "talk": _talk,
    "hang_up": _hang_up,
    "reply": _reply,
    "greet": _greet,
    "welcome": _welcome,
    "honour": _on_row(courts.pay_judgment),
    "rents": _rent,
    "brings_back": _bring_back,
    "plays": _play,
}
MOVES: Mapping[str, Played] = {
    "pay_someone": _pay_someone,
    "give_envelope": _give_envelope,
    "write": _write_to,
    "volunteer": _volunteer,
}


def _somebody(town: Town, me: Resident, chance: Randomness) -> Neighbour | None:
    others = [
        other
        for other in neighbours(town)
        if other.participant_id != me.participant_id
        and (other.is_resident or not is_catching_up(town))
    ]
    return chance.pick(others) if others else None


def _part_of_wallet(town: Town, me: Resident, part: Span, chance: Randomness) -> Fen:
    return Fen(ledger.balance(town, me.wallet) * chance.between(*part) // THOUSANDTHS)
