"""Giving a company's seat, looking at what a choice pays, choosing. Parses only."""

from __future__ import annotations

from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import Go
from bot.features import Command, Feature, Waiting
from bot.replies import say
from bot.standing.boardroom import views
from bot.standing.boardroom.views import BoardVote
from services.kernel.errors import Usage
from services.kernel.town import ParticipantId, Town
from services.standing import agencies

givers = GuardedRouter("company_seats", access=Access.WORKSHOP)
lookers = GuardedRouter("boardroom", access=Access.ANYONE)
voters = GuardedRouter("board_voters", access=Access.PARTICIPANT)


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


def waits(town: Town) -> Iterator[Waiting]:
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
    ),
    event_views={
        agencies.SeatGiven: views.told_seated,
        agencies.BoardsCalled: views.called,
        agencies.BoardVoted: views.told_voted,
        agencies.SharingChanged: views.redrawn,
    },
    cards={
        "boardroom": lambda town, _: views.whole(agencies.whole_boardroom(town)),
        "board": lambda town, who: views.own(agencies.board_of(town, ParticipantId(who)), who),
    },
    facilitators_cards=frozenset({"boardroom"}),
    waits=(waits,),
)
