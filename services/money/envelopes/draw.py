"""The draw: how much the next share of an envelope is. Pure: integers in, integers out.

Owns the arithmetic and the seal, and nothing else: no town, no clock, no database. The same few
lines stand in `docs/envelope-verifier.html`, so that anybody can repeat a draw (ADR-0007).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import count

from services.kernel.money import FEN_PER_YUAN

VERSION = "re-v1"
SEED_BYTES = 32
SHARE_FEN_MAX = 200 * FEN_PER_YUAN
WORD_BYTES = 8
WORD_SPACE = 2 ** (8 * WORD_BYTES)


class Method(StrEnum):
    """How an amount is shared."""

    DOUBLE_MEAN = "double-mean"  # uniform up to twice the mean of what is left, as WeChat does
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Terms:
    """What everybody sees of an envelope from its first moment; amounts in fen."""

    envelope_id: int
    total: int
    shares: int
    method: Method
    created_town_s: int
    words: str


def seal(terms: Terms, seed: bytes) -> str:
    """The commitment: shown with the envelope, it fixes the seed before anybody opens a share."""
    sealed = (VERSION, terms.envelope_id, terms.total, terms.shares, terms.method, seed.hex())
    return sha256("|".join(map(str, sealed)).encode()).hexdigest()


def share(terms: Terms, seed: bytes, *, number: int, left: int) -> int:
    """Share `number` (from 1) when `left` fen remain for it and all later ones.

    Every later share keeps at least 1 fen and no share passes ¥200; the last takes the rest.
    """
    people = terms.shares - number + 1
    if terms.method is Method.EQUAL:
        return left // people
    low = max(1, left - SHARE_FEN_MAX * (people - 1))
    high = min(2 * left // people, left - (people - 1), SHARE_FEN_MAX)
    if people == 1:
        return left
    return low + _below(terms, seed, number, high - low + 1)


def shares(terms: Terms, seed: bytes) -> Iterator[int]:
    """All shares in the order of opening."""
    left = terms.total
    for number in range(1, terms.shares + 1):
        amount = share(terms, seed, number=number, left=left)
        left -= amount
        yield amount


def verify(terms: Terms, seed: bytes, sealed: str, drawn: Sequence[int]) -> list[str]:
    """What is wrong with a draw that was told: nothing, `seal`, `count`, or `share:<number>`."""
    faults = [] if seal(terms, seed) == sealed else ["seal"]
    if len(drawn) > terms.shares:
        return [*faults, "count"]
    right = zip(shares(terms, seed), drawn, strict=False)
    return faults + [f"share:{n}" for n, (due, told) in enumerate(right, start=1) if due != told]


def _below(terms: Terms, seed: bytes, number: int, bound: int) -> int:
    """A uniform integer below `bound`; words that would favour small ones are thrown away."""
    limit = WORD_SPACE - WORD_SPACE % bound
    return next(word for word in _words(terms, seed, number) if word < limit) % bound


def _words(terms: Terms, seed: bytes, number: int) -> Iterator[int]:
    """64-bit words from the seed and what everybody saw; the free text stands last."""
    for attempt in count():
        public = f"{VERSION}|{number}|{attempt}|{terms.created_town_s}|{terms.words}"
        yield int.from_bytes(hmac.digest(seed, public.encode(), "sha256")[:WORD_BYTES], "big")
