"""Telegram's HTML: a small, strict dialect with errors that name a byte offset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from sandbox.messenger.formatting.marks import Output, byte_offset, cannot_parse

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_KINDS) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
_PLAIN = re.compile(r"[^<&]+")
_SPACE = " \t\r\n\f\v"
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    start: int
    mark: int


def _reference(text: str, index: int) -> tuple[str, int]:
    """The character a reference stands for; a lone `&` stands for itself."""
    match = _REFERENCE.match(text, index)
    if match is None:
        return "&", index + 1
    if match[3]:
        return _NAMED[match[3]], match.end()
    code = int(match[1]) if match[1] else int(match[2], 16)
    if not 0 < code <= _LAST_CODE_POINT or code in _SURROGATES:
        return "&", index + 1
    return chr(code), match.end()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out = Output()
        self.stack: list[_Open] = []

    def run(self) -> Output:
        text = self.text
        while self.at < len(text):
            if plain := _PLAIN.match(text, self.at):
                self.out.put(plain[0])
                self.at = plain.end()
            elif text[self.at] == "&":
                character, self.at = _reference(text, self.at)
                self.out.put(character)
            elif text.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.stack:
            cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return self.out

    # --- tags ----------------------------------------------------------------

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._word(f"{_SPACE}>").lower()
        if self.at >= len(self.text):
            self._fail("Unclosed start tag", begin)
        if tag not in _TAGS:
            self._fail(f'Unsupported start tag "{tag}"', begin)
        argument = self._attributes(tag, begin)
        self.at += 1
        if tag == "span" and argument != "spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self.stack.append(_Open(tag, argument, self.out.length, len(self.out.parts)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._skip_space()
            if self.at >= len(self.text):
                self._fail("Unclosed start tag", begin)
            if self.text[self.at] == ">":
                return argument
            name_at = self.at
            name = self._word(f"{_SPACE}=>").lower()
            if not name:
                self._fail(f'Empty attribute name in the tag "{tag}"', name_at)
            value = self._value(tag, name, begin)
            argument = _argument(tag, name, value) or argument

    def _value(self, tag: str, name: str, begin: int) -> str:
        self._skip_space()
        if not self.text.startswith("=", self.at):
            if tag == "blockquote" and name == "expandable":
                return ""
            self._fail(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin
            )
        self.at += 1
        self._skip_space()
        if self.at >= len(self.text):
            self._fail("Unclosed start tag", begin)
        if self.text[self.at] not in "\"'":
            return self._bare_value()
        quote = self.text[self.at]
        self.at += 1
        return self._quoted_value(quote, begin)

    def _bare_value(self) -> str:
        start = self.at
        while self.at < len(self.text) and (
            self.text[self.at].isalnum() or self.text[self.at] in ".-"
        ):
            self.at += 1
        if self.at < len(self.text) and self.text[self.at] not in f"{_SPACE}>":
            self._fail("Unexpected end of name token", start)
        return self.text[start : self.at].lower()

    def _quoted_value(self, quote: str, begin: int) -> str:
        pieces: list[str] = []
        while self.at < len(self.text) and self.text[self.at] != quote:
            if self.text[self.at] == "&":
                character, self.at = _reference(self.text, self.at)
                pieces.append(character)
            else:
                pieces.append(self.text[self.at])
                self.at += 1
        self.at += 1
        if self.at >= len(self.text):
            self._fail("Unclosed start tag", begin)
        return "".join(pieces)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.stack:
            self._fail("Unexpected end tag", begin)
        self.at += 2
        tag = self._word(f"{_SPACE}>").lower()
        self._skip_space()
        if not self.text.startswith(">", self.at):
            self._fail("Unclosed end tag", begin)
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            offset = byte_offset(self.text, begin)
            cannot_parse(
                f"Unmatched end tag at byte offset {offset}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        self.at += 1
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        out, start = self.out, opened.start
        if opened.tag in _KINDS:
            out.mark(_KINDS[opened.tag], start)
        elif opened.tag == "a":
            out.link(start, opened.argument or out.since(opened.mark))
        elif opened.tag == "code":
            out.mark("code", start, language=opened.argument or None)
        elif opened.tag == "pre":
            self._close_pre(start)
        elif opened.tag == "blockquote":
            out.mark("expandable_blockquote" if opened.argument else "blockquote", start)
        elif opened.tag == "tg-emoji" and opened.argument:
            out.mark("custom_emoji", start, custom_emoji_id=opened.argument)

    def _close_pre(self, start: int) -> None:
        """`<pre><code class="language-x">` is one block with a language."""
        inner = self.out.entities[-1] if self.out.entities else {}
        language = None
        if inner.get("type") == "code" and inner["offset"] == start:
            language = inner.get("language")
        self.out.mark("pre", start, language=language)

    # --- characters ------------------------------------------------------------

    def _word(self, stops: str) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in stops:
            self.at += 1
        return self.text[start : self.at]

    def _skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def _fail(self, words: str, index: int) -> NoReturn:
        cannot_parse(f"{words} at byte offset {byte_offset(self.text, index)}")


def _argument(tag: str, name: str, value: str) -> str:
    """What of an attribute matters to the entity."""
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, name) == ("code", "class"):
        return value.removeprefix("language-") if value.startswith("language-") else ""
    if (tag, name) == ("span", "class"):
        return value.removeprefix("tg-") if value.startswith("tg-") else ""
    return "expandable" if (tag, name) == ("blockquote", "expandable") else ""


def parse_html(text: str) -> Output:
    """Plain text and entities of a text with `parse_mode=HTML`."""
    return _Parser(text).run()
