"""What a resident does when the time has come, through the same services as everybody.

A refusal is a missed chance: its effects are undone and the town goes on. Each act is a timer of
the kind `resident_act` whose subject names the verb, the resident and what it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.time import DAY_S, MINUTE_S
from services.kernel.timers import set_timer
from services.living import rentals
from services.living.residents.folk import Resident, lot, resident
from services.living.residents.habits import one_of, script, spoken
from services.living.residents.playing import play
from services.money import envelopes, ledger, transfers
from services.people.identity import by_id, neighbours
from services.social import calls, friends, messaging
from services.standing import courts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.kernel.seeds import Span
    from services.kernel.town import ParticipantId, Randomness, Town
    from services.people.identity import Neighbour

    Action = Callable[[Town, Resident, str, Randomness], None]

RESIDENT_ACT = "resident_act"  # the timer's kind
LATE_S = DAY_S // 2  # beyond it the town catches up, and residents leave people in peace
THOUSANDTHS = 1_000
SHARE_COUNTS = (3, 6)
WELCOME_FEN = Fen(8_88)
HIRED = ("umbrella", "power_bank")


def plan(town: Town, who: ParticipantId, action: str, about: str = "", *, after_s: int) -> None:
    """Have a resident do something some town seconds from now."""
    set_timer(town, RESIDENT_ACT, f"{action}:{who}:{about}", due=town.now + after_s)


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


def _pay(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    other = _somebody(town, me, chance)
    amount = _part_of_wallet(town, me, me.habit.thousandths.payment, chance)
    if other is not None and amount > 0:
        note = spoken(town, chance, me.habit.phrases.notes)
        transfers.offer(town, other.name, amount, note)


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


def _write(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    other = _somebody(town, me, chance)
    if other is not None:
        messaging.send(town, other.name, spoken(town, chance, me.habit.phrases.messages))


def _ring(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    other = _somebody(town, me, chance)
    if other is not None:
        calls.ring(town, other.name)


def _ask(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    other = _somebody(town, me, chance)
    if other is not None:
        friends.ask(town, other.name)


def _be_friends(town: Town, _: Resident, friendship_id: str, __: Randomness) -> None:
    friends.accept(town, int(friendship_id))


def _be_no_friends(town: Town, _: Resident, friendship_id: str, __: Randomness) -> None:
    friends.decline(town, int(friendship_id))


def _open(town: Town, _: Resident, envelope_id: str, __: Randomness) -> None:
    envelopes.open_share(town, int(envelope_id))


def _accept(town: Town, _: Resident, payment_id: str, __: Randomness) -> None:
    transfers.accept(town, int(payment_id))


def _decline(town: Town, _: Resident, payment_id: str, __: Randomness) -> None:
    transfers.decline(town, int(payment_id))


def _pick_up(town: Town, _: Resident, call_id: str, __: Randomness) -> None:
    calls.answer(town, int(call_id))


def _refuse_call(town: Town, _: Resident, call_id: str, __: Randomness) -> None:
    calls.decline(town, int(call_id))


def _talk(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    calls.talk(town, spoken(town, chance, me.habit.phrases.talks))


def _hang_up(town: Town, _: Resident, call_id: str, __: Randomness) -> None:
    calls.hang_up(town, int(call_id) if call_id else None)


def _reply(town: Town, me: Resident, to: str, chance: Randomness) -> None:
    said = spoken(town, chance, script().replies, me.habit.phrases.messages)
    messaging.send(town, by_id(town, to).name, said)


def _greet(town: Town, _: Resident, to: str, chance: Randomness) -> None:
    words = spoken(town, chance, script().welcome)
    messaging.send(town, by_id(town, to).name, words)


def _welcome(town: Town, _: Resident, to: str, __: Randomness) -> None:
    note = script().welcome_note.in_(town.workshop.language)
    transfers.offer(town, by_id(town, to).name, WELCOME_FEN, note)


def _honour(town: Town, _: Resident, judgment_id: str, __: Randomness) -> None:
    courts.pay_judgment(town, int(judgment_id))


def _rent(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    """Hire a small thing, if it comes without a deposit: residents have better uses for money."""
    order = rentals.start(town, one_of(chance, HIRED))
    if rentals.confirm(town, order.order_id).order.state is rentals.OrderState.IN_USE:
        delay = minutes(chance.between(*me.habit.keeps))
        plan(town, me.participant_id, "brings_back", after_s=delay)
    else:
        rentals.cancel(town, order.order_id)


def _bring_back(town: Town, _: Resident, __: str, ___: Randomness) -> None:
    for order in rentals.out(town).in_use:
        rentals.give_back(town, order.order_id)


ACTIONS: Mapping[str, Action] = {
    "pays": _pay,
    "gives": _give,
    "writes": _write,
    "calls": _ring,
    "befriends": _ask,
    "be_friends": _be_friends,
    "be_no_friends": _be_no_friends,
    "open": _open,
    "accept": _accept,
    "decline": _decline,
    "pick_up": _pick_up,
    "refuse_call": _refuse_call,
    "talk": _talk,
    "hang_up": _hang_up,
    "reply": _reply,
    "greet": _greet,
    "welcome": _welcome,
    "honour": _honour,
    "rents": _rent,
    "brings_back": _bring_back,
    "plays": play,
}


def minutes(count: int) -> int:
    """Town minutes in seconds."""
    return count * MINUTE_S


def _somebody(town: Town, me: Resident, chance: Randomness) -> Neighbour | None:
    others = [
        other
        for other in neighbours(town)
        if other.participant_id != me.participant_id
        and (other.is_resident or not is_catching_up(town))
    ]
    return others[chance.below(len(others))] if others else None


def _part_of_wallet(town: Town, me: Resident, part: Span, chance: Randomness) -> Fen:
    return Fen(ledger.balance(town, me.wallet) * chance.between(*part) // THOUSANDTHS)
