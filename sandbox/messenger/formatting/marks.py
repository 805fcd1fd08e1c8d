"""What the parsers share: UTF-16 lengths, byte offsets, links and the text being built."""

from __future__ import annotations

import re
from typing import NoReturn

from sandbox.messenger.errors import bad_request
from sandbox.messenger.shapes import Json, compact

_LINK = re.compile(
    r"(?P<scheme>https?|ftp|tg|ton|tonsite)://(?P<host>[^/?#\s]+)(?P<rest>\S*)", re.IGNORECASE
)
_BARE = re.compile(r"[^\s/?#:@]+\.[^\s/?#:@.]{2,}(?::\d+)?(?:[/?#]\S*)?")
_OTHER = re.compile(r"(?:mailto|tel):\S+", re.IGNORECASE)


def utf16_len(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def byte_offset(text: str, index: int) -> int:
    """Where a character starts, in UTF-8 bytes: how Telegram's errors point at it."""
    return len(text[:index].encode("utf-8", "surrogatepass"))


def cannot_parse(words: str) -> NoReturn:
    """Refuse with Telegram's prefix for markup errors."""
    raise bad_request(f"can't parse entities: {words}")


def checked_url(url: str) -> str | None:
    """The address as Telegram keeps it, or None if it is no address (the link is then dropped)."""
    url = url.strip()
    if match := _LINK.fullmatch(url):
        rest = match["rest"]
        if match["scheme"].lower() in {"http", "https", "ftp"} and not rest.startswith("/"):
            rest = f"/{rest}"
        return f"{match['scheme'].lower()}://{match['host']}{rest}"
    if _OTHER.fullmatch(url):
        return url
    if _BARE.fullmatch(url):
        return checked_url(f"http://{url}")
    return None


class Output:
    """The plain text so far, with its length in UTF-16 units, and the entities found."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.entities: list[Json] = []

    def put(self, piece: str) -> None:
        """Append plain text."""
        self.parts.append(piece)
        self.length += utf16_len(piece)

    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    def since(self, mark: int) -> str:
        """What was put since `len(parts)` was `mark`."""
        return "".join(self.parts[mark:])

    def mark(self, kind: str, start: int, **more: object) -> None:
        """An entity from `start` to here; empty ones vanish."""
        if self.length > start:
            self.entities.append(
                compact(offset=start, length=self.length - start, type=kind, **more)
            )

    def link(self, start: int, url: str) -> None:
        """A link, if the address is one."""
        if (checked := checked_url(url)) is not None:
            self.mark("text_link", start, url=checked)
