"""One entry of a black list as its person and whoever runs the town read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.replies import Button, Message, Replies, Say
from bot.runtime.cutting import length
from bot.standing.lists import FEATURE, entry_views
from bot.words import words_for
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import DAY_S, Moment, TownTime
from services.kernel.town import ParticipantId, Role
from services.law.switchboard import Switch
from services.standing import agencies, complaints, listings
from services.standing.complaints import Complaint, ComplaintState, Contest, Opened, Opener
from services.standing.listings import (
    Colour,
    Ended,
    ListedAtDiscretion,
    Listing,
    ListingCleared,
    ListingServed,
)
from services.standing.listings.records import ListingId
from services.standing.lists import ListingPage, Newer
from services.standing.scores import Explanation
from tests.unit.bot.money_looks import HOSTILE, TEXT_MAX, check_escaped, check_words

AT = Moment(2 * DAY_S)
WHO = ParticipantId("p1-x")


def entered(**changed: object) -> Listing:
    given: dict[str, Any] = {
        "listing_id": ListingId(7),
        "agency": "court",
        "colour": Colour.BLACK,
        "participant_id": WHO,
        "name": HOSTILE,
        "basis": "judgment:1",
        "listed": TownTime(DAY_S),
        "published": TownTime(2 * DAY_S),
        "delisted": None,
    }
    return Listing(**given | changed)


def page(one: Listing, told: Explanation = Explanation.RECEIPT, **more: object) -> Replies:
    given: dict[str, Any] = {"is_own": True, "contest": None, "may_contest": True}
    given |= {"may_withdraw": False} | more
    title = agencies.catalogue()["court"].title
    return entry_views.page(ListingPage(listing=one, title=title, told=told, **given))


def contested(state: ComplaintState, *, is_second: bool = False) -> Contest:
    at = None if state is ComplaintState.OPEN else AT
    title = Localized(en="Court", zh="法院")
    of = (WHO, HOSTILE, "court", title, 3, 1, Opener.PERSON, "", None, state, AT, at, HOSTILE)
    return Contest(complaint=Complaint(1, 4, *of), is_second=is_second)


ENTRY = entered()
AT_DISCRETION = entered(
    agency=listings.OFFICE,
    basis="discretion:1",
    words=HOSTILE,
    actor=Role.FACILITATOR,
    until=TownTime(9 * DAY_S),
    served=TownTime(DAY_S),
    published=None,
)
ENDED = [
    entered(ended=how, lifted=TownTime(3 * DAY_S), delisted=at)
    for how in Ended
    for at in (None, TownTime(4 * DAY_S))
]
OPEN = contested(ComplaintState.OPEN)
NEWER = (Newer(Switch.LISTING_SERVED, AT), Newer(Switch.LEGAL_BASIS, AT))
LOOKS = [
    *(page(ENTRY, told) for told in Explanation),
    *(page(one) for one in (*ENDED, entered(basis="unheard of"))),
    *(page(replace(AT_DISCRETION, actor=role), is_own=False) for role in Role),
    *(
        page(ENTRY, contest=contested(state, is_second=second))
        for state in (ComplaintState.OPEN, ComplaintState.DISMISSED)
        for second in (False, True)
    ),
    page(ENTRY, newer=NEWER, ends=AT),
    entry_views.book(()),
    entry_views.book((ENTRY, AT_DISCRETION) * 20),
    *(entry_views.put_down(ListedAtDiscretion(AT_DISCRETION, is_new)) for is_new in (True, False)),
    *(entry_views.contested(Opened(OPEN.complaint, is_new)) for is_new in (True, False)),
    *(
        entry_views.served(ListingServed(one))
        for one in (ENTRY, AT_DISCRETION, entered(published=None))
    ),
    page(ENTRY, may_appeal=True),
    *(entry_views.cleared(ListingCleared(one, 120)) for one in ENDED),
]


def shown(replies: Replies) -> Message:
    first = replies[0]
    assert isinstance(first, Message)
    return first


def text_of(replies: Replies, language: str = "en") -> str:
    return words_for(language).html(shown(replies).text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_has_words_and_fits_into_a_message(look: Replies, language: str):
    html = text_of(look, language)
    check_escaped(html)
    assert length(html) <= TEXT_MAX


def test_an_entry_tells_no_more_than_the_law_lets():
    texts = {told: text_of(page(ENTRY, told)) for told in Explanation}
    assert "The law lets no more be said" in texts[Explanation.NONE]
    assert "Court" not in texts[Explanation.NONE]
    ground = "able to pay, and does not"
    assert [ground in text for text in texts.values()] == [False, False, True, True]
    assert ["Art. 1 (1)" in text for text in texts.values()] == [False, False, False, True]


def test_an_old_entry_says_what_law_is_newer_than_it():
    told = text_of(page(ENTRY, newer=NEWER, ends=AT))
    assert "made on day 2, 00:00" in told
    assert "“Listed are told” is law since day 3, 00:00" in told
    assert "“Lists need a basis”" in told
    assert "this one by day 3, 00:00" in told
    assert "is law since" not in text_of(page(ENTRY))


@pytest.mark.parametrize("told", Explanation)
def test_an_entry_can_be_contested_however_little_is_told(told: Explanation):
    button = Button(Say("listing.contest"), entry_views.Contest(listing_id=7))
    assert shown(page(ENTRY, told)).keyboard[0] == (button,)
    assert (button,) not in shown(page(ENTRY, told, may_contest=False)).keyboard


def test_whoever_listed_at_discretion_can_take_it_back():
    button = Button(Say("listing.withdraw"), entry_views.Withdraw(listing_id=7))
    looked = page(AT_DISCRETION, is_own=False, may_contest=False, may_withdraw=True)
    assert shown(looked).keyboard[0] == (button,)


def test_how_a_contest_stands_is_told_with_its_clock():
    assert "no. 4: the review is due by day 18" in text_of(page(ENTRY, contest=OPEN))
    first = contested(ComplaintState.DISMISSED)
    assert "may be asked until day 13" in text_of(page(ENTRY, contest=first))
    last = contested(ComplaintState.DISMISSED, is_second=True)
    assert "nobody is left to ask" in text_of(page(ENTRY, contest=last))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_so_in_words_that_a_button_s_answer_takes(language: str):
    name = "Butterfly"
    refusals = (
        listings.ListedYourself(),
        listings.RunsTheTown(name=name),
        listings.LeftTheTown(name=name),
        listings.WearsMask(name=name),
        listings.MinorsSpared(name=name),
        listings.ListedByCardsAlone(name=name),
        listings.NoReason(name=name),
        listings.ReasonTooLong(limit=200, typed=4000),
        listings.NoLegalBasis(name=name, known=", ".join(listings.lawful())),
        listings.NobodyToList(),
        complaints.ContestOver(number=10**9),
    )
    check_words(FEATURE, refusals, language)
