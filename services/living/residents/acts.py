"""What a resident does when the time has come, through the same services as everybody.

A refusal is a missed chance: its effects are undone and the town goes on. Each act is a timer of
the kind `resident_act` whose subject names the verb, the resident and what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.seeds import Span
from services.kernel.time import DAY_S, MINUTE_S
from services.kernel.timers import set_timer
from services.kernel.town import ParticipantId, Randomness, Town
from services.living import errands, rentals
from services.living.residents.answers import OWN, answer, dealt, letters_to
from services.living.residents.folk import (
    Resident,
    happens,
    honours,
    language_for,
    lot,
    resident,
    script,
    spoken,
)
from services.living.residents.points import play
from services.money import envelopes, ledger, merchants, platforms, transfers
from services.people.facts import FACTS
from services.people.identity import Neighbour, by_id, by_name, neighbours
from services.social import calls, friends, messaging, ratings, requests
from services.standing import courts

# The town, who acts, what it is about (the name of whom it is done to), and their chance.
Action: TypeAlias = Callable[[Town, Resident, str, Randomness], object]

RESIDENT_ACT = "resident_act"  # the timer's kind
LATE_S = DAY_S // 2  # beyond it the town catches up, and residents leave people in peace
THOUSANDTHS = 1_000
ERRAND_PART = 4  # of what one holds, no errand costs more than one part
LATE_BY_MIN = (200, 2_000)
SHARE_COUNTS = (3, 6)
WELCOME_FEN = Fen(8_88)
EVERYDAY_FEN = {True: (2_00, 12_00), False: (6_00, 40_00)}  # on the street (micro), or in a shop
HIRED = ("umbrella", "power_bank")
GOOD, FAIR = 4, 3  # stars
STIRS_S = 3 * DAY_S
STIRRINGS = frozenset({"message_sent", "call_made", "call_accepted", "envelope_sent", "paid"})


def plan(
    town: Town,
    who: ParticipantId,
    action: str,
    about: object = "",
    *,
    minutes: int,
    waits_s: int = 0,
) -> None:
    """Have a resident do something some town minutes from now, after so many real seconds."""
    due = town.now + minutes * MINUTE_S + waits_s * town.workshop.clock.rate
    set_timer(town, RESIDENT_ACT, f"{action}:{who}:{about}", due=due, waits_s=waits_s)


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
        to = by_name(town, name).participant_id
        transfers.offer(town, name, amount, spoken(town, chance, me.habit.phrases.notes, to))


def _give(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    amount = _part_of_wallet(town, me, me.habit.thousandths.envelope, chance)
    wishes = me.habit.phrases.wishes
    shares = chance.between(*SHARE_COUNTS)
    if is_catching_up(town):  # a card to everybody about a day long gone would be noise
        other = _somebody(town, me, chance)
        if other is not None:
            words = spoken(town, chance, wishes, other.participant_id)
            envelopes.send_to(town, other.name, amount, words)
    else:
        envelopes.send(town, amount, shares, words=spoken(town, chance, wishes))


def _write(town: Town, me: Resident, name: str, _: Randomness) -> None:
    to = by_name(town, name).participant_id
    lines = me.habit.phrases.messages.in_(language_for(town, to))
    turn = letters_to(town, me, to)
    messaging.send(town, name, dealt(town, me, lines, turn))


def _talk(town: Town, me: Resident, about: str, _: Randomness) -> None:
    """Something of one's own, or the answer to what was heard: `call.turn|heard`."""
    call, _sign, was = about.partition("|")
    turn, talks = int(call.rpartition(".")[2]), me.habit.phrases.talks
    name, _sign, language = was.partition(".")
    own = dealt(town, me, talks.in_(language), turn)
    calls.talk(town, own if name == OWN else answer(town, me, was, talks, turn))


def _call(town: Town, _: Resident, name: str, chance: Randomness) -> None:
    """Where a notice plays every second resident lets it be; how many really did, is unknown."""
    call = calls.ring(town, name)
    if call.state is calls.CallState.ANNOUNCED:
        choose = chance.pick((calls.ring_anyway, calls.hang_up))
        choose(town, call.call_id)


def _hang_up(town: Town, _: Resident, call_id: str, __: Randomness) -> None:
    calls.hang_up(town, int(call_id)) if call_id else calls.put_down(town)


def _reply(town: Town, me: Resident, about: str, _: Randomness) -> None:
    was, _sign, to = about.rpartition("|")
    said = answer(town, me, was, me.habit.phrases.messages, letters_to(town, me, to))
    messaging.send(town, by_id(town, to).name, said)


def _greet(town: Town, _: Resident, to: str, chance: Randomness) -> None:
    messaging.send(town, by_id(town, to).name, spoken(town, chance, script().welcome, to))


def _welcome(town: Town, _: Resident, to: str, __: Randomness) -> None:
    note = script().welcome_note.in_(language_for(town, to))
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


def _rate(town: Town, me: Resident, deal_id: str, chance: Randomness) -> None:
    """What one thinks of a deal: the better of two that come to mind, and perhaps a word."""
    stars = max(chance.between(*me.stars), chance.between(*me.stars))
    rates = script().rates
    lines = rates.good if stars >= GOOD else rates.fair if stars == FAIR else rates.poor
    word = spoken(town, chance, lines) if happens(chance, rates.says) else ""
    ratings.rate(town, int(deal_id), service=stars, person=stars, word=word)


def _shop(town: Town, me: Resident, _: str, chance: Randomness) -> None:
    """Buy something for every day at a merchant's, who may take the rival's money alone."""
    name = chance.pick(sorted(merchants.catalogue()))
    at = merchants.catalogue()[name]
    price = chance.between(*EVERYDAY_FEN[at.micro])
    amount = Fen(min(price, ledger.balance(town, me.wallet) // ERRAND_PART))
    if platforms.first() not in at.platforms:
        platforms.top_up(town, at.platforms[0], amount, key=town.key)
    merchants.charge(town, name, amount, "", key=town.key)


def _use(town: Town, me: Resident, service: str, chance: Randomness) -> None:
    """Use a service that one can afford, and sooner or later do what is left to do."""
    begun = errands.start(town, service)
    if isinstance(begun, errands.Missed):
        return
    errand, afford = begun, ledger.balance(town, me.wallet) // ERRAND_PART
    for number in range(len(errand.service.steps)):
        step = errand.service.steps[number]
        within = [one for one in step.options if errand.price + one.fen <= afford]
        if not within:
            errands.drop(town, errand.errand_id)
            return
        errand = errands.choose(town, errand.errand_id, number, chance.pick(within).id).errand
    if errand.state is errands.ErrandState.ASKED:
        errands.drop(town, errand.errand_id)
    if errand.state is errands.ErrandState.OUT and errand.due is not None:
        span = (errand.due - town.now) // MINUTE_S
        in_time = honours(town, me, chance)
        minutes = chance.between(1, span - 1) if in_time else span + chance.between(*LATE_BY_MIN)
        plan(town, me.participant_id, "finishes", errand.errand_id, minutes=minutes)


ACTIONS: Mapping[str, Action] = {
    "pays": _to_somebody(_pay),
    "gives": _give,
    "writes": _to_somebody(_write),
    "calls": _to_somebody(_call),
    "befriends": _to_somebody(lambda town, _me, name, _chance: friends.ask(town, name)),
    "be_friends": _on_row(friends.accept),
    "be_no_friends": _on_row(friends.decline),
    "open": _on_row(envelopes.open_share),
    "tap": _on_row(envelopes.tap),
    "accept": _on_row(transfers.accept),
    "decline": _on_row(transfers.decline),
    "pay_request": _on_row(requests.pay),
    "decline_request": _on_row(requests.decline),
    "pick_up": _on_row(calls.answer),
    "refuse_call": _on_row(calls.decline),
    "join_call": _on_row(calls.join),
    "leave_call": _on_row(calls.leave),
    "talk": _talk,
    "hang_up": _hang_up,
    "reply": _reply,
    "greet": _greet,
    "welcome": _welcome,
    "honour": _on_row(courts.pay_judgment),
    "rate": _rate,
    "rents": _rent,
    "brings_back": _bring_back,
    "plays": play,
    "shops": _shop,
    "uses": _use,
    "finishes": _on_row(errands.finish),
}


def _somebody(town: Town, me: Resident, chance: Randomness) -> Neighbour | None:
    """Anybody; but a person who has done nothing for days is left in peace."""
    others = [
        other
        for other in neighbours(town)
        if other.participant_id != me.participant_id
        and (other.is_resident or not is_catching_up(town))
    ]
    chosen = chance.pick(others) if others else None
    is_idle = chosen is not None and not chosen.is_resident and not _stirs(town, chosen)
    return None if is_idle else chosen


def _stirs(town: Town, person: Neighbour) -> bool:
    """Whether somebody did something lately by which one can know them."""
    since = town.now - max(STIRS_S, town.human_wait_s * town.workshop.clock.rate)
    facts = FACTS.c
    mine = (facts.participant_id == person.participant_id, facts.town_s >= since)
    query = select(facts.fact_id).where(*mine, facts.kind.in_(STIRRINGS)).limit(1)
    return town.conn.scalar(query) is not None


def _part_of_wallet(town: Town, me: Resident, part: Span, chance: Randomness) -> Fen:
    return Fen(ledger.balance(town, me.wallet) * chance.between(*part) // THOUSANDTHS)
