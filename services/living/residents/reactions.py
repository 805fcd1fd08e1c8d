"""What residents do about what happens: an occasion, a chance, a delay, and then an act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.kernel.time import HOUR_S, MINUTE_S
from services.kernel.town import Event, Town
from services.living.residents.acts import plan
from services.living.residents.answers import OWN, heard
from services.living.residents.beginnings import know_each_other, know_somebody, make_up
from services.living.residents.days import move_in, plan_for
from services.living.residents.folk import (
    Occasion,
    Resident,
    happens,
    honours,
    language_for,
    lot,
    resident,
    residents,
    script,
    take_on_habit,
)
from services.money.envelopes import EnvelopeSent, GalaOpens
from services.money.transfers import TransferOffered
from services.people.identity import ParticipantJoined, ParticipantLeft, WorkshopOpened
from services.social.calls import (
    CallConnected,
    CallRinging,
    CallSpoken,
    GroupCallJoined,
    GroupCallRinging,
    GroupCallSpoken,
)
from services.social.friends import FriendAsked
from services.social.messaging import MessageSent
from services.social.ratings import DealNoted
from services.social.requests import MoneyAsked
from services.standing.courts import JudgmentServed

FIRST_WORDS_MIN = (20, 90)
MORE_WORDS_MIN = (100, 260)
TALK_MIN = 360  # between residents
PATIENCE_MIN = 1_320  # with a person, who types more slowly
GREETING_MIN = (20, 60)
WELCOME_MIN = (120, 300)
PAYS_A_JUDGMENT_AFTER_H = (12, 40)
CHANCE_OF_PEOPLE = 10  # that part of the human wait an envelope is left to people
SLOWEST = 4  # times slower beside one person; as quick as ever beside more than so many
GALA_AFTER_S = (4, 20)


def react(town: Town, event: Event) -> None:
    """Let the residents hear of an event."""
    reaction = REACTIONS.get(type(event))
    if reaction is not None:
        reaction(town, event)


def _town_opens(town: Town, _: WorkshopOpened) -> None:
    move_in(town)
    know_each_other(town)


def _envelope(town: Town, event: EnvelopeSent) -> None:
    """A person's envelope is left to people for a while; the fewer they are, the slower we are."""
    card, sender = event.card, event.card.sender_name
    is_shared = card.recipient is None and event.people > 0
    slower = 1 + SLOWEST // event.people if is_shared else 1
    is_for_people = is_shared and event.people > 1 and resident(town, card.sender) is None
    waits_s = town.human_wait_s // CHANCE_OF_PEOPLE if is_for_people else 0
    for someone in residents(town):
        chance, opens = lot(town, someone.name, f"open|{sender}"), someone.habit.opens
        is_meant = card.recipient in {None, someone.participant_id} and someone.name != sender
        if is_meant and happens(chance, opens.percent):
            minutes, who = chance.between(*opens.after) * slower, someone.participant_id
            plan(town, who, "open", card.envelope_id, minutes=minutes, waits_s=waits_s)


def _gala(town: Town, event: GalaOpens) -> None:
    """Residents try their luck as well, some real seconds after it has opened."""
    opens_s = max(0, event.opens_ms - town.wall_ms) // 1_000
    for someone in residents(town):
        chance = lot(town, someone.name, "gala")
        if happens(chance, someone.habit.opens.percent):
            waits_s = opens_s + chance.between(*GALA_AFTER_S)
            plan(town, someone.participant_id, "tap", event.gala_id, minutes=0, waits_s=waits_s)


def _payment(town: Town, event: TransferOffered) -> None:
    payment = event.payment
    someone = resident(town, payment.receiver)
    if someone is None:
        return
    about, habit = payment.payment_id, someone.habit.accepts
    if not _if(town, someone, habit, "accept", about, by=payment.payer_name):
        chance = lot(town, someone.name, f"decline|{payment.payer_name}")
        if happens(chance, habit.declines):
            minutes = chance.between(*habit.after)
            plan(town, someone.participant_id, "decline", about, minutes=minutes)


def _request(town: Town, event: MoneyAsked) -> None:
    """Residents pay what they are asked as they accept what they are given, or else decline."""
    if someone := resident(town, event.share.payer):
        about, habit = event.share.share_id, someone.habit.accepts
        if not _if(town, someone, habit, "pay_request", about, by=event.bill.asker_name):
            plan(town, event.share.payer, "decline_request", about, minutes=habit.after[1])


def _ringing(town: Town, event: CallRinging) -> None:
    if someone := resident(town, event.call.callee):
        about, habit = event.call.call_id, someone.habit.picks_up
        if not _if(town, someone, habit, "pick_up", about, by=event.call.caller_name):
            plan(town, event.call.callee, "refuse_call", about, minutes=habit.after[1])


def _connected(town: Town, event: CallConnected) -> None:
    ends = [resident(town, event.call.caller), resident(town, event.call.callee)]
    patience = PATIENCE_MIN if None in ends else TALK_MIN
    for someone, other in zip(ends, (event.call.callee, event.call.caller), strict=True):
        if someone is None:
            continue
        chance, own = lot(town, someone.name, "talks"), f"{OWN}.{language_for(town, other)}"
        who, call = someone.participant_id, event.call.call_id
        plan(town, who, "talk", f"{call}.1|{own}", minutes=chance.between(*FIRST_WORDS_MIN))
        plan(town, who, "talk", f"{call}.2|{own}", minutes=chance.between(*MORE_WORDS_MIN))
        plan(town, who, "hang_up", call, minutes=patience)


def _group_ringing(town: Town, event: GroupCallRinging) -> None:
    for one in event.call.everybody:
        someone = None if one.is_in else resident(town, one.participant_id)
        if someone is not None:
            about, by = event.call.group_call_id, event.call.caller_name
            _if(town, someone, someone.habit.picks_up, "join_call", about, by=by)


def _group_joined(town: Town, event: GroupCallJoined) -> None:
    """One says a word and leaves, as in a call of two."""
    if someone := resident(town, event.who):
        chance, number = lot(town, someone.name, "talks"), event.call.group_call_id
        about = f"{number}.1|{OWN}.{language_for(town, event.call.caller)}"
        patience = TALK_MIN if resident(town, event.call.caller) else PATIENCE_MIN
        plan(town, event.who, "talk", about, minutes=chance.between(*FIRST_WORDS_MIN))
        plan(town, event.who, "leave_call", number, minutes=patience)


def _group_spoken(town: Town, event: GroupCallSpoken) -> None:
    """One of the residents in the call answers a person."""
    there = [someone for who in event.to if (someone := resident(town, who))]
    if there and resident(town, event.speaker) is None:
        someone = lot(town, event.speaker_name, "in_a_call").pick(there)
        was = heard(event.text, language_for(town, event.speaker))
        about = f"{event.call.group_call_id}.{town.now}|{was}"
        _if(town, someone, someone.habit.replies, "talk", about, by=event.speaker_name)


def _spoken(town: Town, event: CallSpoken) -> None:
    someone = resident(town, event.listener)
    if someone is not None and resident(town, event.speaker) is None:
        about = f"{event.call_id}.{town.now}|{heard(event.text, language_for(town, event.speaker))}"
        _if(town, someone, someone.habit.replies, "talk", about, by=event.speaker_name)


def _message(town: Town, event: MessageSent) -> None:
    """Residents answer people, not each other: two polite ones would never stop."""
    someone = resident(town, event.receiver)
    if someone is not None and resident(town, event.sender) is None:
        replies = someone.habit.replies
        about = f"{heard(event.text, language_for(town, event.sender))}|{event.sender}"
        _if(town, someone, replies, "reply", about, by=event.sender_name)


def _friendship(town: Town, event: FriendAsked) -> None:
    friendship = event.friendship
    if someone := resident(town, friendship.asked):
        about, habit = friendship.friendship_id, someone.habit.befriends
        if not _if(town, someone, habit, "be_friends", about, by=friendship.asker_name):
            plan(town, friendship.asked, "be_no_friends", about, minutes=habit.after[1])


def _judgment(town: Town, event: JudgmentServed) -> None:
    judgment = event.judgment
    if someone := resident(town, judgment.debtor):
        chance = lot(town, someone.name, "judgment")
        if honours(town, someone, chance):
            minutes = chance.between(*PAYS_A_JUDGMENT_AFTER_H) * HOUR_S // MINUTE_S
            plan(town, judgment.debtor, "honour", judgment.judgment_id, minutes=minutes)


def _deal(town: Town, event: DealNoted) -> None:
    rates = script().rates
    for side in event.sides:
        someone = resident(town, side.who)
        if someone is not None:
            chance = lot(town, someone.name, f"rate|{side.other_name or side.service}")
            if happens(chance, rates.percent):
                minutes = chance.between(*rates.after)
                plan(town, side.who, "rate", side.deal_id, minutes=minutes)


def _joined(town: Town, event: ParticipantJoined) -> None:
    hosts = residents(town)
    know_somebody(town, event, hosts)
    if event.is_late:
        make_up(town, event, hosts)
    if hosts:
        chance, who = lot(town, event.name, "welcome"), event.participant_id
        host, payer = chance.pick(hosts), chance.pick(hosts)
        plan(town, host.participant_id, "greet", who, minutes=chance.between(*GREETING_MIN))
        plan(town, payer.participant_id, "welcome", who, minutes=chance.between(*WELCOME_MIN))


def _left(town: Town, event: ParticipantLeft) -> None:
    take_on_habit(town, event.participant_id, event.name)
    plan(town, event.participant_id, "hang_up", minutes=1)
    plan(town, event.participant_id, "brings_back", minutes=1)
    if someone := resident(town, event.participant_id):
        plan_for(town, someone)


def _if(
    town: Town, someone: Resident, occasion: Occasion, action: str, about: object, *, by: str
) -> bool:
    """Plan an act if chance will have it. True when it was planned."""
    chance = lot(town, someone.name, f"{action}|{by}")
    will = happens(chance, occasion.percent)
    if will:
        minutes = chance.between(*occasion.after)
        plan(town, someone.participant_id, action, about, minutes=minutes)
    return will


REACTIONS: Mapping[type[Event], Callable[[Town, Any], None]] = {
    WorkshopOpened: _town_opens,
    EnvelopeSent: _envelope,
    GalaOpens: _gala,
    TransferOffered: _payment,
    MoneyAsked: _request,
    CallRinging: _ringing,
    GroupCallRinging: _group_ringing,
    GroupCallJoined: _group_joined,
    GroupCallSpoken: _group_spoken,
    CallConnected: _connected,
    CallSpoken: _spoken,
    MessageSent: _message,
    FriendAsked: _friendship,
    JudgmentServed: _judgment,
    DealNoted: _deal,
    ParticipantJoined: _joined,
    ParticipantLeft: _left,
}
