"""Telegram's MarkdownV2: everything reserved must be escaped, and every entity closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from sandbox.messenger.formatting.marks import Output, byte_offset, cannot_parse

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_CLOSERS = {
    "Bold": "*",
    "Italic": "_",
    "Underline": "__",
    "Strikethrough": "~",
    "Spoiler": "||",
    "Code": "`",
    "Pre": "```",
    "PreCode": "```",
    "TextUrl": "]",
    "CustomEmoji": "]",
}
_OPENERS = (
    ("__", "Underline"),
    ("_", "Italic"),
    ("*", "Bold"),
    ("~", "Strikethrough"),
    ("||", "Spoiler"),
    ("```", "Pre"),
    ("`", "Code"),
    ("[", "TextUrl"),
    ("![", "CustomEmoji"),
)
_SPACE = " \t\r\n\f\v"
_LAST_ESCAPABLE = 126


@dataclass(slots=True)
class _Open:
    kind: str
    start: int
    mark: int
    begin: int
    language: str = ""


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out = Output()
        self.stack: list[_Open] = []
        self.quote_start: int | None = None

    def run(self) -> Output:
        while self.at < len(self.text):
            self._step()
        if self.stack:
            opened = self.stack[-1]
            offset = byte_offset(self.text, opened.begin)
            cannot_parse(f"Can't find end of {opened.kind} entity at byte offset {offset}")
        self._end_quote()
        return self.out

    def _step(self) -> None:
        character = self.text[self.at]
        if self._is_escape(self.at):
            self.out.put(self.text[self.at + 1])
            self.at += 2
        elif character == "\n" and self.quote_start is not None and not self._in_code():
            self._quote_line_end()
        elif character not in ("`" if self._in_code() else _RESERVED):
            self.out.put(character)
            self.at += 1
        elif self._closes():
            self._close(self.stack.pop())
        elif not self._quote_mark():
            self._open()

    # --- entities --------------------------------------------------------------

    def _in_code(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind in {"Code", "Pre", "PreCode"}

    def _is_escape(self, index: int) -> bool:
        follows = self.text[index + 1 : index + 2]
        return self.text[index] == "\\" and bool(follows) and ord(follows) <= _LAST_ESCAPABLE

    def _closes(self) -> bool:
        if not self.stack:
            return False
        kind = self.stack[-1].kind
        if kind == "Italic" and self.text.startswith("__", self.at):
            return False
        return self.text.startswith(_CLOSERS[kind], self.at)

    def _open(self) -> None:
        begin = self.at
        for opener, kind in _OPENERS:
            if self.text.startswith(opener, begin) and not (self._in_code()):
                self.at += len(opener)
                language = self._language() if kind == "Pre" else ""
                kind_now = "PreCode" if language else kind
                self.stack.append(
                    _Open(kind_now, self.out.length, len(self.out.parts), begin, language)
                )
                return
        if self._in_code():
            self.out.put(self.text[begin])
            self.at += 1
            return
        self._reserved(self.text[begin])

    def _language(self) -> str:
        """The word right after the fence, if a space ends it; one line break is eaten."""
        end = self.at
        while end < len(self.text) and self.text[end] not in f"{_SPACE}`":
            end += 1
        language = ""
        if end < len(self.text) and self.text[end] != "`":
            language, self.at = self.text[self.at : end], end
        if self.text.startswith("\n", self.at):
            self.at += 1
        return language

    def _close(self, opened: _Open) -> None:
        self.at += len(_CLOSERS[opened.kind])
        if opened.kind == "TextUrl":
            url = self._url() if self.text.startswith("(", self.at) else self.out.since(opened.mark)
            self.out.link(opened.start, url)
        elif opened.kind == "CustomEmoji":
            self._custom_emoji(opened)
        elif opened.kind in {"Pre", "PreCode"}:
            self.out.mark("pre", opened.start, language=opened.language or None)
        else:
            self.out.mark(opened.kind.lower(), opened.start)

    def _custom_emoji(self, opened: _Open) -> None:
        if not self.text.startswith("(", self.at):
            cannot_parse("Custom emoji entity must contain a tg://emoji URL")
        head, _, emoji_id = self._url().partition("?id=")
        if head != "tg://emoji" or not emoji_id:
            cannot_parse("Custom emoji URL must have scheme tg")
        self.out.mark("custom_emoji", opened.start, custom_emoji_id=emoji_id)

    def _url(self) -> str:
        self.at += 1
        begin = self.at
        pieces: list[str] = []
        while self.at < len(self.text) and self.text[self.at] != ")":
            if self._is_escape(self.at):
                self.at += 1
            pieces.append(self.text[self.at])
            self.at += 1
        if self.at >= len(self.text):
            cannot_parse(f"Can't find end of a URL at byte offset {byte_offset(self.text, begin)}")
        self.at += 1
        return "".join(pieces)

    # --- quotations --------------------------------------------------------------

    def _quote_mark(self) -> bool:
        """`>` that begins a quotation, or the `||` that makes it expandable."""
        if self.text[self.at] == ">" and self.quote_start is None and self._at_line_start():
            self.quote_start = self.out.length
            self.at += 1
            return True
        if self.quote_start is not None and self.text.startswith("||", self.at):
            after = self.text[self.at + 2 : self.at + 3]
            if after in {"", "\n"}:
                self.out.mark("expandable_blockquote", self.quote_start)
                self.quote_start = None
                self.at += 2
                return True
        return False

    def _at_line_start(self) -> bool:
        text = self.out.parts[-1] if self.out.parts else "\n"
        return not self.stack and text.endswith("\n")

    def _quote_line_end(self) -> None:
        if self.text.startswith("\n>", self.at):
            self.out.put("\n")
            self.at += 2
            return
        self._end_quote()
        self.out.put("\n")
        self.at += 1

    def _end_quote(self) -> None:
        if self.quote_start is not None:
            self.out.mark("blockquote", self.quote_start)
            self.quote_start = None

    @staticmethod
    def _reserved(character: str) -> NoReturn:
        cannot_parse(
            f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
        )


def parse_markdown_v2(text: str) -> Output:
    """Plain text and entities of a text with `parse_mode=MarkdownV2`."""
    return _Parser(text).run()
