"""What can be sent beside words: only what it is and how large, never what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.kernel.errors import RuleError


class Kind(StrEnum):
    """What a message is made of."""

    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    STICKER = "sticker"
    DOCUMENT = "document"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Something on its way to one person. Only the outbox holds it, until it is delivered.

    `handle` is whatever the messenger finds it by, for the bot `bot_id`. `size` counts bytes,
    `sides` pixels.
    """

    kind: Kind
    handle: str
    bot_id: int
    size: int = 0
    sides: tuple[int, int] = (0, 0)
    ending: str = ""  # of its name, which is not passed on


class EnclosureTooLarge(RuleError):
    """More than `limit` megabytes of a `kind`."""


class PictureTooLarge(RuleError):
    """A side of more than `limit` pixels; it has `width` and `height`."""


class KindNotCarried(RuleError):
    """Something that nobody carries here: a film, a contact, a vote. Field: `why`."""


MB = 1_000_000
SIZE_MAX = {Kind.PHOTO: 10, Kind.VOICE: 3, Kind.STICKER: 1, Kind.DOCUMENT: 5}  # megabytes
SIDE_MAX = 4_096  # pixels; the messenger's own photos are smaller


def check(enclosure: Enclosure) -> None:
    """Raises `EnclosureTooLarge`, `PictureTooLarge`."""
    limit = SIZE_MAX.get(enclosure.kind)
    if limit is not None and enclosure.size > limit * MB:
        raise EnclosureTooLarge(kind=enclosure.kind, limit=limit)
    if max(enclosure.sides) > SIDE_MAX:
        width, height = enclosure.sides
        raise PictureTooLarge(limit=SIDE_MAX, width=width, height=height)
