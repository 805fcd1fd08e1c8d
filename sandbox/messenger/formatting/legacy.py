"""Telegram's first Markdown: flat entities, kept for old bots."""

from __future__ import annotations

from sandbox.messenger.formatting.marks import Output, byte_offset, cannot_parse

_SPECIAL = frozenset("_*`[")
_KINDS = {"_": "italic", "*": "bold", "`": "code"}


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out = Output()

    def run(self) -> Output:
        while self.at < len(self.text):
            character = self.text[self.at]
            follows = self.text[self.at + 1 : self.at + 2]
            if character == "\\" and follows in _SPECIAL:
                self.out.put(follows)
                self.at += 2
            elif character not in _SPECIAL:
                self.out.put(character)
                self.at += 1
            else:
                self._entity(character)
        return self.out

    def _entity(self, opener: str) -> None:
        begin = self.at
        fence = "```" if self.text.startswith("```", begin) else opener
        closer = "]" if fence == "[" else fence
        self.at += len(fence)
        end = self.text.find(closer, self.at)
        if end < 0:
            offset = byte_offset(self.text, begin)
            cannot_parse(f"Can't find end of the entity starting at byte offset {offset}")
        start = self.out.length
        inside = self.text[self.at : end]
        self.at = end + len(closer)
        if fence == "```":
            self._block(inside, start)
            return
        self.out.put(inside)
        if fence == "[":
            self.out.link(start, self._url() or inside)
        else:
            self.out.mark(_KINDS[fence], start)

    def _block(self, inside: str, start: int) -> None:
        first, line_break, rest = inside.partition("\n")
        language = first if line_break and first and not first.isspace() else None
        self.out.put(rest if line_break and (language or not first) else inside)
        self.out.mark("pre", start, language=language)

    def _url(self) -> str:
        if not self.text.startswith("(", self.at):
            return ""
        end = self.text.find(")", self.at)
        end = len(self.text) if end < 0 else end
        url = self.text[self.at + 1 : end]
        self.at = end + 1
        return url


def parse_markdown(text: str) -> Output:
    """Plain text and entities of a text with `parse_mode=Markdown`."""
    return _Parser(text).run()
