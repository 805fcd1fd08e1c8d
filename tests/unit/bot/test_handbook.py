"""The help names every command of one's role and nothing else, whatever features there are."""

from __future__ import annotations

import re
from functools import partial

import pytest

from bot.acts import Access
from bot.all_features import features
from bot.arguments import Go
from bot.features import Command, Feature
from bot.replies import Button, Message
from bot.runtime.board import Board
from bot.words import words_for
from bot.workshops.handbook import views
from bot.workshops.handbook.views import AT_THE_DOOR, FIRST_THINGS, GROUPS, Handbook, HelpPage
from services.kernel.localized import LANGUAGES
from services.living.seats import Persona
from services.workshops.sessions import VisitorStatus
from tests.support.handed import typed
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TEXT_MAX, check_escaped

ANA = Persona(HOSTILE, "baker", HOSTILE)
ROLES = {
    "participant": VisitorStatus(ANA, None, is_facilitator=False, is_admin=False),
    "facilitator": VisitorStatus(None, HOSTILE, is_facilitator=True, is_admin=False),
    "facilitator who lives here": VisitorStatus(ANA, HOSTILE, is_facilitator=True, is_admin=False),
    "admin": VisitorStatus(None, None, is_facilitator=False, is_admin=True),
}
RUN = {Access.ANYONE, Access.FACILITATOR, Access.WORKSHOP}
MAY = {
    "participant": {Access.ANYONE, Access.PARTICIPANT},
    "facilitator": RUN,
    "facilitator who lives here": RUN | {Access.PARTICIPANT},
    "admin": RUN | {Access.ADMIN},
}
VISITOR = VisitorStatus(None, None, is_facilitator=False, is_admin=False)


@pytest.fixture(scope="module")
def program() -> tuple[Feature, ...]:
    """The features, as the program starts with them."""
    return features(Board())


@pytest.fixture(scope="module")
def commands(program: tuple[Feature, ...]) -> list[Command]:
    """All that is registered."""
    return [command for feature in program for command in feature.commands]


@pytest.fixture
async def book(program: tuple[Feature, ...]) -> Handbook:
    """What /help is made of."""
    (own,) = (feature for feature in program if feature.name == "handbook")
    does = await typed(own.routers[0], "help")
    assert isinstance(does.view, partial)
    found = does.view.args[0]
    assert isinstance(found, Handbook)
    return found


def told(book: Handbook, reader: VisitorStatus, language: str, group: str = "") -> Message:
    (page,) = views.page(book, reader, group)
    assert isinstance(page, Message)
    html = words_for(language).html(page.text)
    check_escaped(html)
    assert len(html) <= TEXT_MAX
    return page


def groups_on(page: Message) -> list[str]:
    keys = [key for row in page.keyboard for key in row if isinstance(key, Button)]
    assert all(len(key.data.pack().encode()) <= DATA_MAX for key in keys)
    return [key.data.group for key in keys if isinstance(key.data, HelpPage)]


def names_on(page: Message, language: str) -> set[str]:
    return set(re.findall(r"^/(\w+) –", words_for(language).plain(page.text), re.MULTILINE))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_each_command_of_a_role_is_in_its_help_and_no_other(
    commands: list[Command], book: Handbook, role: str, language: str
):
    reader = ROLES[role]
    first = told(book, reader, language)
    named = names_on(first, language)
    for group in groups_on(first):
        page = told(book, reader, language, group)
        assert {*groups_on(page), group} >= {*groups_on(first)}, "from each page to all others"
        named |= names_on(page, language)
    assert named == {one.name for one in commands if one.access in MAY[role]}


def test_what_somebody_needs_first_stands_on_the_first_page(book: Handbook):
    welcome = told(book, ROLES["participant"], "en")
    assert names_on(welcome, "en") == set(), "in words"
    assert [key.data for key in welcome.keyboard[0] if isinstance(key, Button)] == [
        Go(command=one) for one in FIRST_THINGS
    ]
    first = told(book, ROLES["participant"], "en", "first")
    assert {"hand", "leave", "wallet"} <= names_on(first, "en")
    assert {"panel", "panic"} <= names_on(told(book, ROLES["facilitator"], "en"), "en")


def test_whoever_is_at_the_door_reads_of_the_ways_in(book: Handbook):
    page = told(book, VISITOR, "en")
    assert names_on(page, "en") == set(AT_THE_DOOR)
    assert page.keyboard == ()


def test_a_page_of_another_role_is_not_shown(book: Handbook):
    page = told(book, ROLES["participant"], "en", "keep")
    assert page == told(book, ROLES["participant"], "en")


def test_a_command_that_nobody_has_placed_is_named_all_the_same():
    book = Handbook.of([Command("wallet", Access.PARTICIPANT), Command("pay", Access.PARTICIPANT)])
    placed = book.pages(ROLES["participant"])
    assert placed == {"first": ["wallet"], "money": ["pay"]}
    unknown = Handbook.of([Command("brandnew", Access.PARTICIPANT)])
    assert unknown.pages(ROLES["participant"]) == {"rest": ["brandnew"]}


def test_no_command_is_placed_twice():
    placed = [name for names in GROUPS.values() for name in names]
    assert len(placed) == len(set(placed))
