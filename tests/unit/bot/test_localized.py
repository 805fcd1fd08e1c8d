"""Words that come with the data: shown in one's language, escaped, no text of the program."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.replies import say
from bot.words import LOCALES, words_for
from services.kernel.localized import LANGUAGES, Localized

PAIR = Localized(en="<b>{count}</b> & co", zh="<b>词</b>{count}")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "&lt;b&gt;{count}&lt;/b&gt; &amp; co"), ("zh", "&lt;b&gt;词&lt;/b&gt;{count}")],
)
def test_both_are_written_down_and_one_is_read(language: str, shown: str):
    words = words_for(language)
    assert words.html(PAIR) == shown
    assert words.plain(PAIR) == PAIR.in_(language)
    assert shown in words.html(say("bureau.licensed", title=PAIR))
    assert words.html(say("as_is", what=(PAIR, PAIR))).count(shown) == 2


def test_whoever_speaks_another_language_reads_english():
    assert PAIR.in_("de") == PAIR.en


@pytest.mark.parametrize("given", [{"en": "One"}, {"en": "One", "zh": ""}, {"en": "One", "zh": 1}])
def test_neither_language_may_be_missing(given: dict[str, object]):
    with pytest.raises(ValidationError, match="zh"):
        Localized.model_validate(given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_house_stands_for_data_in_two_languages(language: str):
    for path in (LOCALES / language / "LC_MESSAGES").glob("*.po"):
        text = path.read_text("utf-8")
        assert "{en}" not in text
        assert "{zh}" not in text


def test_names_and_trades_are_read_in_the_readers_language():
    told = say("friends.first", names=["Magpie", "桤木", "Ana"])
    assert "Magpie · Alder · Ana" in words_for("en").html(told)
    assert "喜鹊 · 桤木 · Ana" in words_for("zh").html(told)
    at_home = say("workshops.at_home", name="Magpie2", trade="hairdresser", title="T")
    assert "喜鹊2" in words_for("zh").html(at_home)
    assert "理发师" in words_for("zh").html(at_home)
