"""The characters that ship with the town can be borne, typed and told apart in each language."""

from __future__ import annotations

import pytest

from services.kernel.localized import LANGUAGES, spoken_language
from services.living.residents.folk import script
from services.living.seats.newcomers import catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_names_enough_and_each_is_one_word_of_its_own(language: str):
    names = [one.name for one in catalogue(language)]
    names += [role.name.in_(language) for role in script().roles]
    assert len(names) >= 212  # two hundred people and the twelve residents
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name.isalnum() for name in names)
    assert all(name.isascii() is (language == "en") for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_has_a_trade(language: str):
    assert all(one.trade.strip() for one in catalogue(language))


@pytest.mark.parametrize(
    ("code", "language"),
    [("en", "en"), ("zh", "zh"), ("zh-hans", "zh"), ("ZH_TW", "zh"), ("de", "en"), ("", "en")],
)
def test_a_town_speaks_a_language_we_speak(code: str, language: str):
    assert spoken_language(code) == language
