"""Markup: what it becomes, where offsets lie, and Telegram's words for what cannot be read."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from teremok.validation import ApiRuleViolation, validate_html, validate_markdown

from sandbox.messenger.errors import ApiError
from sandbox.messenger.formatting import prepare
from sandbox.messenger.formatting.marks import checked_url, utf16_len

HTML, V2, OLD = "HTML", "MarkdownV2", "Markdown"


def kinds(text: str, mode: str | None) -> list[tuple[str, int, int]]:
    found = prepare(text, mode, None)
    return [(mark["type"], mark["offset"], mark["length"]) for mark in found.entities]


@pytest.mark.parametrize(
    ("text", "mode", "plain", "marks"),
    [
        ("<b>a</b> x/b /b> (/b)", None, "<b>a</b> x/b /b> (/b)", [("bot_command", 18, 2)]),
        ("<b>a</b><i>b</i>", HTML, "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<B>a</b >", HTML, "a", [("bold", 0, 1)]),
        ("<u>a</u><s>b</s>", HTML, "ab", [("underline", 0, 1), ("strikethrough", 1, 1)]),
        ('<span class="tg-spoiler">a</span>', HTML, "a", [("spoiler", 0, 1)]),
        ("<b>a<i>b</i></b>", HTML, "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("&lt;b&gt; &amp; &quot;&#65;&#x42; &nope; &", HTML, '<b> & "AB &nope; &', []),
        ("<code>&lt;a&gt;</code>", HTML, "<a>", [("code", 0, 3)]),
        ("<blockquote expandable>q</blockquote>", HTML, "q", [("expandable_blockquote", 0, 1)]),
        ("😀<b>x</b>", HTML, "😀x", [("bold", 2, 1)]),
        ("  <b> x </b>  ", HTML, "x", [("bold", 0, 1)]),
        ("<code>a<b>b</b></code>", HTML, "ab", [("code", 0, 2)]),
        (
            "*a* _b_ __c__ ~d~ ||e||",
            V2,
            "a b c d e",
            [
                ("bold", 0, 1),
                ("italic", 2, 1),
                ("underline", 4, 1),
                ("strikethrough", 6, 1),
                ("spoiler", 8, 1),
            ],
        ),
        ("_a __b___", V2, "a b", [("italic", 0, 3), ("underline", 2, 1)]),
        (r"1\. \*x\*", V2, "1. *x*", []),
        ("`a*b`", V2, "a*b", [("code", 0, 3)]),
        ("```\na_b\n```", V2, "a_b", [("pre", 0, 3)]),
        (">a\n>b\nc", V2, "a\nb\nc", [("blockquote", 0, 3)]),
        ("**>a\n>b||", V2, "a\nb", [("expandable_blockquote", 0, 3)]),
        ("*a* _b_ `c`", OLD, "a b c", [("bold", 0, 1), ("italic", 2, 1), ("code", 4, 1)]),
        (r"a\_b", OLD, "a_b", []),
        ("```\na`b\n```", V2, "a`b", [("pre", 0, 3)]),
        ("```py\nx=1\n```", OLD, "x=1", [("pre", 0, 3)]),
        ("```x=1```", OLD, "x=1", [("pre", 0, 3)]),
        ("![👍](tg://emoji?id=5)", V2, "👍", [("custom_emoji", 0, 2)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', HTML, "👍", [("custom_emoji", 0, 2)]),
        ("<code class=language-py>x</code>", HTML, "x", [("code", 0, 1)]),
        ("&#xD800;", HTML, "&#xD800;", [("hashtag", 1, 6)]),
    ],
)
def test_markup_becomes_text_and_entities(text, mode, plain, marks):
    assert prepare(text, mode, None).text == plain
    assert kinds(text, mode) == marks


def test_blocks_keep_their_language():
    html = prepare('<pre><code class="language-py">x=1</code></pre>', HTML, None)
    markdown = prepare("```py\nx=1\n```", V2, None)
    assert html.entities == markdown.entities
    assert html.entities == [{"offset": 0, "length": 3, "type": "pre", "language": "py"}]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ('<a href="http://t.me/x?a=1&amp;b=2">t</a>', HTML),
        ("<a href='t.me/x?a=1&b=2'>t</a>", HTML),
        ("[t](http://t.me/x?a=1&b=2)", V2),
        ("[t](http://t.me/x?a=1&b=2)", OLD),
    ],
)
def test_links(text: str, mode: str):
    found = prepare(text, mode, None)
    link = {"offset": 0, "length": 1, "type": "text_link", "url": "http://t.me/x?a=1&b=2"}
    assert found == ("t", [link])


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("HTTP://a.b", "http://a.b/"),
        ("a.com", "http://a.com/"),
        ("tg://user?id=5", "tg://user?id=5"),
        ("javascript:alert(1)", None),
        ("no link", None),
        ("", None),
    ],
)
def test_only_addresses_become_links(url: str, kept: str | None):
    assert checked_url(url) == kept


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        ("<b>x", HTML, 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<x>", HTML, 'Unsupported start tag "x" at byte offset 2'),
        ("a < b", HTML, 'Unsupported start tag "" at byte offset 2'),
        ("a <b", HTML, "Unclosed start tag at byte offset 2"),
        ("</b>", HTML, "Unexpected end tag at byte offset 0"),
        ("<b>x</i>", HTML, 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", HTML, "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", HTML, 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", HTML, 'Empty attribute name in the tag "a" at byte offset 3'),
        (
            "<a href>y</a>",
            HTML,
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=x!y>z</a>", HTML, "Unexpected end of name token at byte offset 8"),
        ("<a href=", HTML, "Unclosed start tag at byte offset 0"),
        ('<a href="x', HTML, "Unclosed start tag at byte offset 0"),
        ("![x]", V2, "Custom emoji entity must contain a tg://emoji URL"),
        ("a.b", V2, "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", V2, "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("é*x", V2, "Can't find end of Bold entity at byte offset 2"),
        ("_x", V2, "Can't find end of Italic entity at byte offset 0"),
        ("```py\nx", V2, "Can't find end of PreCode entity at byte offset 0"),
        ("[t](http://a", V2, "Can't find end of a URL at byte offset 4"),
        ("a *x", OLD, "Can't find end of the entity starting at byte offset 2"),
    ],
)
def test_unreadable_markup_is_refused_with_its_place(text: str, mode: str, words: str):
    with pytest.raises(ApiError) as refused:
        prepare(text, mode, None)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start@town_bot now", [("bot_command", 0, 15)]),
        ("see /help and a/b", [("bot_command", 4, 5)]),
        ("@ana_b you", [("mention", 0, 6)]),
        ("红包 #春节 $USD", [("hashtag", 3, 3), ("cashtag", 7, 4)]),
        ("https://t.me/x?start=a-b, ok", [("url", 0, 24)]),
        ("mail a.b@c.org", [("email", 5, 9)]),
        ("nothing here: 1/2 8.88", []),
    ],
)
def test_what_telegram_finds_by_itself(text: str, found: list[tuple[str, int, int]]):
    assert kinds(text, None) == found


def test_commands_inside_code_are_no_commands():
    assert kinds("<code>/start</code>", HTML) == [("code", 0, 6)]


def test_given_entities_are_kept_checked_and_moved():
    bold = {"type": "bold", "offset": 2, "length": 2}
    assert prepare("  hi  ", None, [bold]).entities == [{"type": "bold", "offset": 0, "length": 2}]
    for entity in ({**bold, "offset": 5}, {**bold, "offset": -1}, {**bold, "length": 0}):
        with pytest.raises(ApiError, match="can't parse entities"):
            prepare("  hi ", None, [entity])
    with pytest.raises(ApiError, match="in a middle of a UTF-16 symbol"):
        prepare("😀x", None, [{"type": "bold", "offset": 1, "length": 2}])


PIECES = st.lists(
    st.sampled_from(
        [
            "a",
            "é",
            "😀",
            " ",
            "\n",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<code>",
            "</code>",
            "<x>",
            "&lt;",
        ]
    ),
    max_size=8,
).map("".join)


@given(PIECES)
def test_html_is_accepted_exactly_when_another_validator_accepts_it(text: str):
    try:
        validate_html(text)
    except ApiRuleViolation:
        with pytest.raises(ApiError, match="can't parse entities"):
            prepare(text, HTML, None)
    else:
        found = prepare(text, HTML, None)
        assert all(mark["length"] > 0 for mark in found.entities)
        total = utf16_len(found.text)
        assert all(mark["offset"] + mark["length"] <= total for mark in found.entities)


@given(
    st.lists(st.sampled_from(["a", " ", "*", "~", "`", r"\*", ".", "!", "b"]), max_size=8).map(
        "".join
    )
)
def test_markdown_is_accepted_exactly_when_another_validator_accepts_it(text: str):
    # The other validator does not know fences with a language, so it is not asked about them.
    if "``" in text:
        return
    try:
        validate_markdown(text, 2)
    except ApiRuleViolation:
        with pytest.raises(ApiError, match="can't parse entities"):
            prepare(text, V2, None)
    else:
        prepare(text, V2, None)


@given(st.text(max_size=60), st.sampled_from([None, HTML, V2, OLD]))
def test_no_text_whatever_breaks_the_reader(text: str, mode: str | None):
    with contextlib.suppress(ApiError):
        found = prepare(text, mode, None)
        total = utf16_len(found.text)
        assert all(mark["offset"] + mark["length"] <= total for mark in found.entities)
