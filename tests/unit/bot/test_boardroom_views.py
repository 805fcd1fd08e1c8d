"""The boardroom as it looks to one company and to whoever runs the town."""

from __future__ import annotations

import pytest

from bot.arguments import AskWords, Words
from bot.replies import Here, Redraw, Show, To, ToFacilitator
from bot.standing.boardroom import FEATURE, handlers, views
from services.kernel.errors import Usage
from services.kernel.money import Money
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, WorkshopId
from services.law.switchboard import LawEnacted, Switch
from services.standing import agencies
from services.standing.agencies import (
    Boardroom,
    BoardsCalled,
    BoardVoted,
    Coverage,
    Director,
    Payoff,
    SeatGiven,
    Size,
    Stake,
)
from tests.support.handed import named, typed
from tests.support.narrowing import packed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ME = ParticipantId("b" * 16)
ALL = tuple(agencies.companies())


def payoff(fen: int) -> Payoff:
    return Payoff(
        product=Money(fen),
        bureau=Money(80),
        pooling=Money(0),
        learned=1,
        coverage=Coverage(5, 14),
    )


def a_stake(number: int, *, shares: bool = False, voted: bool = False, gain: int = 0) -> Stake:
    return Stake(
        agency=ALL[number],
        size=tuple(Size)[number % 3],
        knows=Coverage(5, 14),
        percent=8,
        shares=shares,
        voted=voted,
        director=Director(ME, HOSTILE, ALL[number]) if number < 3 else None,
        keep=payoff(100),
        share=payoff(100 + gain),
    )


def a_room(*stakes: Stake, is_meeting: bool = True) -> Boardroom:
    return Boardroom(
        is_meeting=is_meeting,
        coverage=Coverage(5, 14),
        stakes=stakes,
        provenance="invented",
        refused=2,
    )


WHOLE = a_room(*(a_stake(n, shares=n > 4, gain=100 * (n - 4)) for n in range(8)))
SETTLED = a_room(*(a_stake(n) for n in range(8)), is_meeting=False)
CHOICE = agencies.ownership().choice


def law(value: str, switch: Switch = Switch.LICENCE_CONSULTATION) -> LawEnacted:
    return LawEnacted(
        workshop_id=WorkshopId(1),
        switch=switch,
        value=value,
        before="off",
        in_force_from=TownTime(0),
        at_once=True,
    )


GIVEN = Director(ME, HOSTILE, ALL[0])
LOOKS = {
    "whole": (views.boardroom(WHOLE),),
    "settled": (views.whole(SETTLED),),
    **{f"own {n}": (views.boardroom(a_room(a_stake(n, gain=-1))),) for n in range(3)},
    "voted": (views.own(a_room(a_stake(0, shares=True, voted=True)), ME),),
    "kept": (views.own(a_room(a_stake(0, voted=True)), ME),),
    "shares": (views.own(a_room(a_stake(0, shares=True)), ME),),
    "resting": (views.own(a_room(a_stake(0), is_meeting=False), ME),),
    "gone": (views.own(None, ME),),
    "seated": views.seated(GIVEN),
    "told seated": views.told_seated(SeatGiven(GIVEN, ME))[:1],
    "told taken": views.told_taken(agencies.SeatTaken(GIVEN))[:1],
    "told gone": views.told_seated(SeatGiven(GIVEN, ME))[-1:],
    "toasts": (*views.voted(a_stake(0)), *views.voted(a_stake(0, shares=True))),
    **{
        f"told {shares}": views.told_voted(BoardVoted(ALL[0], shares, shares, found))[:1]
        for shares, found in ((True, WHOLE), (False, SETTLED))
    },
    **{
        f"consent {agrees} {counts}": (
            views.consent_page(agencies.Consent(ME, agrees, counts)),
            *views.consent_said(agencies.Consent(ME, agrees, counts))[:1],
        )
        for agrees in (None, True, False)
        for counts in (True, False)
    },
    **{
        f"history {is_refused} {len(reports)}": views.history(
            agencies.History(agency=ALL[0], name=HOSTILE, is_refused=is_refused, reports=reports)
        )[:1]
        for is_refused in (True, False)
        for reports in ((), ((ALL[0].title, 3),))
    },
    "judges": views.ask_room(agencies.LicenceAsked()),
    "judged": views.judged(agencies.ownership().judgement.reasons["rivals"]),
    "sealed": (views.chosen(agencies.Choice(CHOICE.known, None)),),
    "open": (views.chosen(agencies.Choice(CHOICE.known, CHOICE.made_up)),),
    "opened": views.document_opened(law("on"))[1:],
    "consents": (views.consent_page(agencies.Consents(3, 4, 1, counts=True)),),
}
REFUSALS = (
    agencies.NoCompanySeat(),
    agencies.NoSeatForResidents(name="Bo"),
    agencies.BoardNotMeeting(),
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_is_complete_and_safe(look: str, language: str):
    check(LOOKS[look], language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_refusal_has_words(language: str):
    check_words(FEATURE, REFUSALS, language)


def test_one_votes_while_the_boards_meet_and_an_empty_seat_asks_for_a_name():
    [share, keep, ask] = packed(views.own(a_room(a_stake(0)), ME))
    company = ALL[0].agency_id
    assert (share, keep) == (
        views.BoardVote(agency=company, shares=True).pack(),
        views.BoardVote(agency=company, shares=False).pack(),
    )
    assert packed(views.own(a_room(a_stake(0), is_meeting=False), ME)) == [ask]
    wanted = AskWords(what=Words.SEAT, about=ALL[3].agency_id).pack()
    assert packed(views.whole(WHOLE))[0] == wanted


def test_cards_of_whoever_sits_come_to_them_alone_and_to_whoever_asks():
    [asked] = views.ask_consent(agencies.ConsentAsked((ME,)))
    assert asked == Show(f"consent:{ME}", to=To(ME), once=True)
    mine, table = Show(f"board:{ME}", to=To(ME)), Show("boardroom:", to=ToFacilitator())
    assert views.called(BoardsCalled((ME,))) == (mine, table)
    assert views.boardroom(a_room(a_stake(0))).to == Here()


def test_everybody_hears_of_the_document_when_it_opens_and_of_no_other_law():
    redraw, *told = views.document_opened(law("on"))
    assert (redraw, len(told)) == (Redraw("chosen:"), 2)
    assert views.document_opened(law("off")) == (redraw,)
    assert views.document_opened(law("on", Switch.FRIENDS)) == ()


async def test_what_is_typed_is_a_name_and_a_company():
    assert named(await typed(handlers.givers, "seat", "Magpie koala")) == (
        agencies.give_seat,
        "Magpie koala",
    )
    for router, name, words in (
        (handlers.givers, "seat", "Magpie"),
        (handlers.voters, "history", ""),
    ):
        with pytest.raises(Usage):
            await typed(router, name, words)
