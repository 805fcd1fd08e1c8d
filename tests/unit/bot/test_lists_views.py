"""The lists as the town reads them."""

from __future__ import annotations

import pytest

from bot.lists import views
from bot.replies import Lane, Message, Redraw, Replies, Say, ToAll, ToGroup
from bot.words import LANGUAGES, words_for
from services.kernel.time import DAY_S, HOUR_S, Moment
from services.kernel.town import ParticipantId, WorkshopId
from services.lists import Board, Entry, ListsPublished

HOSTILE = "<u>&{q}\u202e"
AT = Moment(2 * DAY_S + 20 * HOUR_S)
TOWN = WorkshopId(3)
TEXT_CHARACTERS_MAX = 4096


def entry(agency: str = "court", name: str = HOSTILE) -> Entry:
    return Entry(ParticipantId("p1-x"), name, agency, AT)


FULL = Board((entry("town_hall"),), (entry(),) * 120, AT)
EMPTY = Board((), (), AT)
UNBORN = Board((), (), None)


def text_of(replies: Replies, language: str) -> str:
    first = replies[0]
    assert isinstance(first, Message)
    return words_for(language).html(first.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("board", [FULL, EMPTY, UNBORN])
def test_every_board_has_words_and_fits_into_a_message(board: Board, language: str):
    html = text_of(views.board(board), language)
    assert "<u>" not in html
    assert "\u202e" not in html
    assert len(html) <= TEXT_CHARACTERS_MAX


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_list_says_how_well_it_is_evidenced(language: str):
    html = text_of(views.board(FULL), language)
    for label in ("invented", "national_rule", "local_pilot"):
        assert words_for(language).html(Say(f"provenance.{label}")) in html


def test_a_name_stands_with_agency_and_day():
    html = text_of(views.board(Board((), (entry(name="Bo"),), AT)), "en")
    assert "• Bo · court · since day 3, 20:00" in html


def test_what_does_not_fit_is_counted():
    assert "and 80 more" in text_of(views.board(FULL), "en")


def test_news_goes_to_the_group_and_to_everyone():
    group, everyone = views.published(ListsPublished(TOWN, FULL, has_news=True))
    assert isinstance(group, Message)
    assert isinstance(everyone, Message)
    assert (group.to, group.lane, group.card) == (ToGroup(), Lane.BROADCAST, "lists:3")
    assert (everyone.to, everyone.lane, everyone.card) == (ToAll(), Lane.BROADCAST, None)
    assert views.card(FULL, TOWN) == group


def test_an_evening_without_news_only_renews_the_groups_board():
    assert views.published(ListsPublished(TOWN, FULL, has_news=False)) == (Redraw("lists:3"),)
