"""Giving a company's seat, choosing for it, and letting companies share. Parses only."""

from __future__ import annotations

from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import Go
from bot.features import Command, Feature, Waiting
from bot.replies import say
from bot.standing.boardroom import views
from bot.standing.boardroom.views import BoardVote, Judge, SayConsent
from services.kernel.errors import Usage
from services.kernel.town import ParticipantId, Town, UnitOfWork
from services.law.switchboard import LawEnacted
from services.people.identity import own_town
from services.standing import agencies

givers = GuardedRouter("company_seats", access=Access.WORKSHOP)
lookers = GuardedRouter("boardroom", access=Access.ANYONE)
voters = GuardedRouter("board_voters", access=Access.PARTICIPANT)


def consent_page(uow: UnitOfWork) -> agencies.Consent | agencies.Consents:
    """One's own answer; for whoever runs the town, how many gave which."""
    town = own_town(uow)
    mine = town.actor.participant_id is not None
    return agencies.my_consent(town) if mine else agencies.consents(town)


@givers.command("seat")
def give_seat(words: str) -> Act:
    """`/seat NAME COMPANY`: somebody sits for a company."""
    if " " not in words:
        raise Usage(command="seat")
    return act(agencies.give_seat, words).show(views.seated)


lookers.always("boardroom", act(agencies.boardroom).show(views.boardroom).also_paused())
voters.button(
    BoardVote, lambda tap: act(agencies.vote, tap.agency, shares=tap.shares).show(views.voted)
)
voters.button(Judge, lambda tap: act(agencies.judge, tap.reason).show(views.judged))
lookers.always("chosen", act(agencies.choice).show(views.chosen).also_paused())
lookers.always("consent", act(consent_page).show(views.consent_page).also_paused())
voters.button(
    SayConsent, lambda tap: act(agencies.consent, agrees=tap.agrees).show(views.consent_said)
)


@voters.command("history")
def history(words: str) -> Act:
    """`/history NAME`: what the bureau knows, for the company one sits for."""
    if not words:
        raise Usage(command="history")
    return act(agencies.ask_history, words).show(views.history)


def waits(town: Town) -> Iterator[Waiting]:
    if agencies.owes_answer(town):
        yield Waiting(say("waits.consent"), Go(command="consent"))
    found = agencies.board_of(town, town.actor.pid)
    if found is not None and found.is_meeting and not found.stakes[0].voted:
        text = say("waits.board", title=found.stakes[0].agency.title)
        yield Waiting(text, Go(command="boardroom"))


FEATURE = Feature(
    name="boardroom",
    routers=(givers, lookers, voters),
    commands=(
        Command("seat", Access.WORKSHOP, rank=35),
        Command("boardroom", Access.PARTICIPANT, rank=59),
        Command("history", Access.PARTICIPANT, rank=59),
        Command("chosen", Access.ANYONE, rank=59),
        Command("consent", Access.PARTICIPANT, rank=59),
    ),
    event_views={
        agencies.SeatGiven: views.told_seated,
        agencies.SeatTaken: views.told_taken,
        agencies.BoardsCalled: views.called,
        agencies.BoardVoted: views.told_voted,
        agencies.SharingChanged: views.redrawn,
        agencies.ConsentAsked: views.ask_consent,
        agencies.LicenceAsked: views.ask_room,
        LawEnacted: views.document_opened,
    },
    cards={
        "boardroom": lambda town, _: views.whole(agencies.whole_boardroom(town)),
        "board": lambda town, who: views.own(agencies.board_of(town, ParticipantId(who)), who),
        "chosen": lambda town, _: views.chosen(agencies.choice(town)),
        "consent": lambda town, who: views.consent_card(
            agencies.my_consent(town, ParticipantId(who))
        ),
    },
    facilitators_cards=frozenset({"boardroom"}),
    waits=(waits,),
)
