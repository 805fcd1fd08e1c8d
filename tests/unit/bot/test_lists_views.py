"""The lists as the town reads them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.replies import Button, Message, News, Replies, Say, Show, ToGroup
from bot.runtime.cutting import length
from bot.standing.lists import shame_views, views
from bot.standing.lists.views import ShowCompany
from bot.words import words_for
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Fen, Money
from services.kernel.time import DAY_S, HOUR_S, Moment, TownTime
from services.kernel.town import ParticipantId, WorkshopId
from services.law import switchboard
from services.people.masks import MaskChanged
from services.standing import agencies, lists
from services.standing.listings import Colour, Listing
from services.standing.listings.records import ListingId
from services.standing.lists import (
    Asked,
    Board,
    CameraBoard,
    CameraTruth,
    CompanyLists,
    CompanyPage,
    CourtEntry,
    CourtList,
    Entry,
    ListsPublished,
    Masked,
    Mine,
    Shamed,
    ShameWall,
)
from tests.unit.bot.money_looks import HOSTILE, TEXT_MAX, check_escaped

AT = Moment(2 * DAY_S + 20 * HOUR_S)
TOWN = WorkshopId(3)
RULES = next(one.lists for one in agencies.catalogue().values() if one.lists)


def entry(agency: str = "court", name: str = HOSTILE) -> Entry:
    return Entry(ParticipantId("p1-x"), name, agency, AT)


def kept(agency: str = "koala_credit", title: str = HOSTILE, names: int = 1) -> CompanyLists:
    found = (entry(agency),) * names
    return CompanyLists(
        agency_id=agency,
        title=Localized(en=title, zh=title),
        red=found,
        black=found,
        provenance="invented",
    )


def stars(letter: str) -> Localized:
    return Localized(en=f"{letter}**", zh=f"{letter}**")


def pictured(people: int, times: int = 2) -> CameraBoard:
    seen = tuple(Masked(stars(chr(65 + n)), times, AT) for n in range(people))
    return CameraBoard(is_lawful=True, pictures=people * times, seen=seen)


COMPANIES = tuple(kept(one.agency_id) for one in agencies.catalogue().values() if one.lists)
FULL = Board((entry("town_hall"),), (entry(),) * 120, AT, COMPANIES, pictured(30))
EMPTY = Board((), (), AT, tuple(kept(names=0) for _ in range(8)))
UNBORN = Board((), (), None)
LISTED = tuple(
    Mine(colour, agency, title)
    for colour in Colour
    for agency, title in (
        ("court", None),
        ("town_hall", None),
        ("x", Localized(en=HOSTILE, zh=HOSTILE)),
    )
)


def text_of(replies: Replies, language: str) -> str:
    first = replies[0]
    assert isinstance(first, Message)
    return words_for(language).html(first.text)


def asked(board: Board, *mine: Mine) -> Replies:
    return views.board(Asked(board, mine))


def page(names: int = 1, **changed: object) -> Replies:
    given: dict[str, Any] = {"lists": kept(names=names), "rules": None, "is_lawful": True} | changed
    return views.company(CompanyPage(**given))


def evidence(provenance: str, language: str) -> str:
    return words_for(language).html(Say(f"provenance.{provenance}"))


SHAMED = (Shamed(stars("M"), "court", AT), Shamed(None, "court", AT))
COURT = tuple(
    CourtEntry(name=HOSTILE, since=AT, case=case, owed=owed)
    for case, owed in (("2015-0007", Money(Fen(60_00))), ("", None))
)
LOOKS = [
    asked(FULL, *LISTED),
    asked(EMPTY),
    asked(UNBORN),
    page(),
    page(0),
    page(20, rules=RULES, is_lawful=False),
    views.cameras(pictured(30)),
    views.cameras(pictured(0)),
    views.cameras(CameraBoard(is_lawful=False, pictures=0, seen=())),
    views.truth(CameraTruth(30, 2)),
    *(
        shame_views.wall(
            ShameWall(True, (Shamed(stars("M"), "court", AT), Shamed(None, "court", AT)) * n)
        )
        for n in (0, 1, 30)
    ),
    shame_views.wall(ShameWall(is_lawful=False)),
    *(shame_views.court_list(CourtList(found, HOSTILE)) for found in ((), COURT)),
    shame_views.court_list(CourtList(())),
    shame_views.court_list(CourtList(COURT * 30)),
    *(
        view(MaskChanged(TOWN, HOSTILE, on))
        for view in (shame_views.masked, shame_views.masked_another)
        for on in (True, False)
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_has_words_and_fits_into_a_message(look: Replies, language: str):
    html = text_of(look, language)
    check_escaped(html)
    assert length(html) <= TEXT_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_list_says_how_well_it_is_evidenced(language: str):
    html = text_of(asked(FULL), language)
    court = agencies.catalogue()["court"]
    settings = switchboard.catalogue()
    assert court.notice is not None
    for provenance in (
        "invented",  # the town hall's red list
        court.provenance,
        court.notice.provenance,
        settings[switchboard.Switch.COMPANY_LISTS].provenance,
        settings[switchboard.Switch.CAMERA_BOARD].provenance,
    ):
        assert evidence(provenance, language) in html
    assert evidence("invented", language) in text_of(page(), language)
    for board in (pictured(3), pictured(0)):
        assert evidence("local_pilot", language) in text_of(views.cameras(board), language)


def test_a_name_stands_with_agency_and_day():
    html = text_of(asked(Board((), (entry(name="Bo"),), AT)), "en")
    assert "• Bo · court · since day 3, 20:00" in html


def test_what_does_not_fit_is_counted():
    assert "and 80 more" in text_of(asked(FULL), "en")


def test_companies_are_two_lines_on_the_board_and_their_names_stand_on_their_own_page():
    shown = Board((), (), AT, (kept(title="Koala"),))
    html = text_of(asked(shown), "en")
    assert "1 praised and 1 blamed by 1 company" in html
    assert "&lt;u&gt;" not in html, "no name"
    [message] = asked(shown)
    assert isinstance(message, Message)
    first = message.keyboard[0][0]
    assert isinstance(first, Button)
    assert first.data == ShowCompany(agency="koala_credit")
    assert "• " + words_for("en").html(Localized(en=HOSTILE, zh=HOSTILE)) in text_of(page(), "en")


def test_where_companies_may_keep_none_the_board_does_not_speak_of_them():
    assert "compan" not in text_of(asked(Board((), (), AT)), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_of_entry_are_shown_only_where_they_came(language: str):
    shown = text_of(page(rules=RULES), language)
    for number in (RULES.red.start, RULES.red.at_most, RULES.black.below, RULES.black.at_most):
        assert str(number) in shown
    assert not re.findall(r"\d+", text_of(page(0), language))


def test_who_asks_is_told_where_they_stand_themselves():
    koala, sinoway = (Localized(en=name, zh=name) for name in ("Koala", "Sinoway"))
    told = text_of(
        asked(
            EMPTY,
            Mine(Colour.RED, "town_hall", None),
            Mine(Colour.RED, "koala_credit", koala),
            Mine(Colour.BLACK, "sinoway_credit", sinoway),
        ),
        "en",
    )
    assert told.endswith("praised by town hall, praised by Koala, blamed by Sinoway.")
    assert text_of(asked(EMPTY), "en").endswith("on none of the lists.")


def test_the_cameras_block_has_ten_lines_at_most_and_counts_the_rest():
    for people in (1, 10, 11, 30):
        html = text_of(views.cameras(pictured(people)), "en")
        lines = [line for line in html.splitlines() if line.startswith("•")]
        assert len(lines) == min(people, 10)
        assert (lines[-1] == f"• and {people - 9} more") == (people > 10)
        assert f"pictures: {2 * people}" in html
    html = text_of(views.cameras(pictured(30)), "en")
    assert "B** · 2 times, last day 3, 20:00" in html
    assert "A** · day 3, 20:00" in text_of(views.cameras(pictured(1, times=1)), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_for_the_cameras_hears_that_nothing_can_be_done(language: str):
    sorry = words_for(language).html(Say("lists.cameras_no_way"))
    for board in (pictured(3), pictured(0)):
        html = text_of(views.cameras(board), language)
        assert html.endswith(sorry)
        assert "60" not in html
    assert len(sorry.strip().splitlines()) == 1
    assert not re.findall(r"\d", sorry), "neither weight nor error rate"
    assert sorry not in text_of(asked(FULL), language)


def test_an_evening_is_news_when_the_towns_own_lists_changed():
    news = shame_views.published(ListsPublished(TOWN, FULL, has_news=True))
    assert news == (News(), Show("shame:wall", to=ToGroup(), once=True))
    assert shame_views.published(ListsPublished(TOWN, FULL, has_news=False, company_names=3)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_told_as_differences_a_line_each(language: str):
    def listing(colour: Colour) -> Listing:
        return Listing(
            listing_id=ListingId(1),
            agency="court",
            colour=colour,
            participant_id=ParticipantId("p"),
            name=HOSTILE,
            basis="",
            listed=TownTime(0),
            published=None,
            delisted=None,
        )

    both = [listing(colour) for colour in Colour]
    lines = [words_for(language).html(line) for line in views.news(both, both)]
    assert [line[0] for line in lines] == ["★", "＋", "☆", "−"]
    assert all("&lt;b&gt;x" in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_that_nobody_keeps_is_refused_in_words(language: str):
    refusal = lists.NoSuchList(typed=HOSTILE, known="koala_credit, sinoway_credit")
    html = words_for(language).html(Say(f"refusal.{refusal.code}", refusal.fields))
    assert "&lt;b&gt;x" in html
    assert "sinoway_credit" in html
