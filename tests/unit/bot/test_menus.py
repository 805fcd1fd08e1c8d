"""A menu has room for so many commands, and the ways out are always among them."""

from __future__ import annotations

import pytest

from bot import all_features
from bot.acts import Access
from bot.runtime.menus import BY_ROLE, EVERYBODY, MENU_MAX, shortened
from bot.words import words_for
from services.kernel.town import Role

COMMANDS = [command for feature in all_features.TOWN for command in feature.commands]


@pytest.mark.parametrize("role", [None, *BY_ROLE])
def test_every_menu_has_room_and_keeps_what_everybody_may_do(role: Role | None):
    accesses = EVERYBODY + BY_ROLE.get(role, ()) if role else EVERYBODY
    mine = sorted((c for c in COMMANDS if c.access in accesses), key=lambda c: c.rank)
    shown = shortened(mine)
    assert len(shown) == min(MENU_MAX, len(mine))
    names = {c.name for c in shown}
    assert {c.name for c in mine if c.access is not Access.PARTICIPANT} <= names
    assert {"help", "privacy", "leave"} & {c.name for c in mine} <= names


def test_a_command_stands_in_one_place():
    names = [command.name for command in COMMANDS]
    assert sorted(names) == sorted(set(names))


def test_each_command_of_the_town_has_a_word_for_a_button():
    words = words_for("en")
    in_town = [c.name for c in COMMANDS if c.access is Access.PARTICIPANT]
    assert [name for name in in_town if not words.knows(f"menu.{name}")] == []
