"""Long texts are cut where a reader would, and every part is whole by itself."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.arguments import Go
from bot.replies import Button, Clip, Message, Picture, say
from bot.runtime.composing import CAPTION_MAX, TEXT_MAX, compose
from bot.runtime.cutting import cut, length, shortened
from sandbox.messenger.formatting.html import parse_html
from services.people.identity import Address

ADDRESS = Address(777, 9_001, "en")
LONG = "<b>&amp; long</b>" * 900
MARKS = st.sampled_from(["b", "i", 'a href="https://a.b/?x=1&amp;y=2"', "blockquote", "code"])
WORDS = st.sampled_from(["word ", "\n", "&amp;", "&lt;", "长", "😀", "a" * 30, " "])


def closed(mark: str, inside: str) -> str:
    return f"<{mark}>{inside}</{mark.split()[0]}>"


HTML = st.recursive(
    st.lists(WORDS, max_size=30).map("".join),
    lambda inner: st.lists(st.one_of(inner, st.builds(closed, MARKS, inner)), max_size=4).map(
        "".join
    ),
    max_leaves=12,
)


def seen(html: str) -> str:
    """What a reader sees, without the white space that a cut may take."""
    return "".join("".join(parse_html(html).parts).split())


@given(HTML, st.integers(3, 40), st.integers(3, 200))
def test_no_part_is_too_long_each_is_whole_and_nothing_is_lost(html: str, first: int, later: int):
    parts = cut(html, first, later)
    assert length(parts[0]) <= first
    assert all(length(part) <= later for part in parts[1:])
    assert "".join(seen(part) for part in parts) == seen(html)


@given(HTML, st.integers(3, 200))
def test_a_shortened_text_fits_and_says_that_it_goes_on(html: str, limit: int):
    short = shortened(html, limit)
    assert length(short) <= limit
    assert short == html or short.endswith("…")


def test_lines_stay_whole_where_they_can():
    assert cut("one two\nthree four\nfive", 12, 20) == ["one two", "three four\nfive"]
    assert cut("<b>one two three</b>", 8, 20) == ["<b>one two</b>", "<b>three</b>"]


def message(**chosen: Any) -> Message:
    button = Button(say("moment", day=1, time=2), Go(command="menu"))
    return Message(say("moment", day="x " * 6_000, time=1), keyboard=((button,),), **chosen)


def test_a_long_message_becomes_several_with_the_keyboard_under_the_last():
    calls = compose(message(), ADDRESS)
    assert len(calls) == 3
    assert all(length(call.params["text"]) <= TEXT_MAX for call in calls)
    assert ["reply_markup" in call.params for call in calls] == [False, False, True]


def test_what_does_not_fit_under_a_picture_follows_it():
    photo, *texts = compose(message(picture=Picture("a.png", "<svg/>")), ADDRESS)
    assert photo.method == "sendPhoto"
    assert length(photo.params["caption"]) <= CAPTION_MAX
    assert {call.method for call in texts} == {"sendMessage"}
    assert all(call.attachment is None for call in texts)
    (voice, *_) = compose(message(clip=Clip("sounds/{language}.ogg")), ADDRESS)
    assert voice.attachment == Clip("sounds/en.ogg")


def test_a_card_stays_one_message():
    (call,) = compose(message(card="tally:1"), ADDRESS)
    assert length(call.params["text"]) <= TEXT_MAX
    assert "reply_markup" in call.params
