"""What residents do about what happens: an occasion, a chance, a delay, and then an act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.kernel.time import HOUR_S
from services.living.residents.acts import minutes, plan
from services.living.residents.days import move_in, plan_for
from services.living.residents.folk import lot, resident, residents, take_on_habit
from services.living.residents.habits import happens
from services.living.residents.past import make_up
from services.living.residents.ties import know_each_other, know_somebody
from services.money.envelopes import EnvelopeSent
from services.money.transfers import TransferOffered
from services.people.identity import ParticipantJoined, ParticipantLeft, WorkshopOpened
from services.social.calls import CallConnected, CallRinging, CallSpoken
from services.social.friends import FriendAsked
from services.social.messaging import MessageSent
from services.standing.courts import JudgmentServed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.kernel.town import Event, ParticipantId, Town
    from services.living.residents.folk import Resident
    from services.living.residents.habits import Occasion

FIRST_WORDS_MIN = (20, 90)
MORE_WORDS_MIN = (100, 260)
TALK_MIN = 360  # between residents
PATIENCE_MIN = 1_320  # with a person, who types more slowly
GREETING_MIN = (20, 60)
WELCOME_MIN = (120, 300)
PAYS_A_JUDGMENT_AFTER_H = (12, 40)


def react(town: Town, event: Event) -> None:
    """Let the residents hear of an event."""
    reaction = REACTIONS.get(type(event))
    if reaction is not None:
        reaction(town, event)


def _town_opens(town: Town, _: WorkshopOpened) -> None:
    move_in(town)
    know_each_other(town)


def _envelope(town: Town, event: EnvelopeSent) -> None:
    for someone in residents(town):
        if event.recipient in {None, someone.participant_id} and someone.name != event.sender_name:
            about = str(event.envelope_id)
            _if(town, someone, someone.habit.opens, "open", about, by=event.sender_name)


def _payment(town: Town, event: TransferOffered) -> None:
    someone = resident(town, event.receiver)
    if someone is None:
        return
    about, habit = str(event.transfer_id), someone.habit.accepts
    if not _if(town, someone, habit, "accept", about, by=event.payer_name):
        chance = lot(town, someone.name, f"decline|{event.payer_name}")
        if happens(chance, habit.declines):
            delay = minutes(chance.between(*habit.after))
            plan(town, someone.participant_id, "decline", about, after_s=delay)


def _ringing(town: Town, event: CallRinging) -> None:
    someone = resident(town, event.callee)
    if someone is None:
        return
    about, habit = str(event.call_id), someone.habit.picks_up
    if not _if(town, someone, habit, "pick_up", about, by=event.caller_name):
        delay = minutes(habit.after[1])
        plan(town, someone.participant_id, "refuse_call", about, after_s=delay)


def _connected(town: Town, event: CallConnected) -> None:
    ends = [resident(town, event.caller), resident(town, event.callee)]
    patience = PATIENCE_MIN if None in ends else TALK_MIN
    for someone in filter(None, ends):
        chance = lot(town, someone.name, "talks")
        who, about = someone.participant_id, str(event.call_id)
        plan(town, who, "talk", f"{about}.1", after_s=minutes(chance.between(*FIRST_WORDS_MIN)))
        plan(town, who, "talk", f"{about}.2", after_s=minutes(chance.between(*MORE_WORDS_MIN)))
        plan(town, who, "hang_up", about, after_s=minutes(patience))


def _spoken(town: Town, event: CallSpoken) -> None:
    someone = resident(town, event.listener)
    if someone is not None and resident(town, event.speaker) is None:
        about = f"{event.call_id}.{town.now}"
        _if(town, someone, someone.habit.replies, "talk", about, by=event.speaker_name)


def _message(town: Town, event: MessageSent) -> None:
    """Residents answer people, not each other: two polite ones would never stop."""
    someone = resident(town, event.receiver)
    if someone is not None and resident(town, event.sender) is None:
        about = str(event.sender)
        _if(town, someone, someone.habit.replies, "reply", about, by=event.sender_name)


def _friendship(town: Town, event: FriendAsked) -> None:
    someone = resident(town, event.asked)
    if someone is None:
        return
    about, habit = str(event.friendship_id), someone.habit.befriends
    if not _if(town, someone, habit, "be_friends", about, by=event.asker_name):
        delay = minutes(habit.after[1])
        plan(town, someone.participant_id, "be_no_friends", about, after_s=delay)


def _judgment(town: Town, event: JudgmentServed) -> None:
    someone = resident(town, event.debtor)
    if someone is None:
        return
    chance = lot(town, someone.name, "judgment")
    if happens(chance, someone.habit.honours):
        delay = chance.between(*PAYS_A_JUDGMENT_AFTER_H) * HOUR_S
        plan(town, someone.participant_id, "honour", str(event.judgment_id), after_s=delay)


def _joined(town: Town, event: ParticipantJoined) -> None:
    hosts = residents(town)
    know_somebody(town, event, hosts)
    if event.is_late:
        make_up(town, event, hosts)
    if hosts:
        chance = lot(town, event.name, "welcome")
        host, payer = hosts[chance.below(len(hosts))], hosts[chance.below(len(hosts))]
        _host(town, host.participant_id, "greet", event, minutes(chance.between(*GREETING_MIN)))
        _host(town, payer.participant_id, "welcome", event, minutes(chance.between(*WELCOME_MIN)))


def _left(town: Town, event: ParticipantLeft) -> None:
    take_on_habit(town, event.participant_id, event.name)
    plan(town, event.participant_id, "hang_up", after_s=minutes(1))
    plan(town, event.participant_id, "brings_back", after_s=minutes(1))
    someone = resident(town, event.participant_id)
    if someone is not None:
        plan_for(town, someone)


def _host(
    town: Town, who: ParticipantId, action: str, event: ParticipantJoined, after_s: int
) -> None:
    plan(town, who, action, event.participant_id, after_s=after_s)


def _if(
    town: Town, someone: Resident, occasion: Occasion, action: str, about: str, *, by: str
) -> bool:
    """Plan an act if chance will have it. True when it was planned."""
    chance = lot(town, someone.name, f"{action}|{by}")
    will = happens(chance, occasion.percent)
    if will:
        delay = minutes(chance.between(*occasion.after))
        plan(town, someone.participant_id, action, about, after_s=delay)
    return will


REACTIONS: Mapping[type[Event], Callable[[Town, Any], None]] = {
    WorkshopOpened: _town_opens,
    EnvelopeSent: _envelope,
    TransferOffered: _payment,
    CallRinging: _ringing,
    CallConnected: _connected,
    CallSpoken: _spoken,
    MessageSent: _message,
    FriendAsked: _friendship,
    JudgmentServed: _judgment,
    ParticipantJoined: _joined,
    ParticipantLeft: _left,
}
