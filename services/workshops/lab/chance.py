"""Keyed chance: what is drawn for somebody depends on who, when, what and the seed alone.

A number is mixed out of its key instead of taken from a stream, so that one resident or kind more
changes nobody's luck. The mixing is that of SplitMix64; no secret is kept by it.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
PER_CENT = 100
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)
_ALL = np.uint64(2**64 - 1)


def key_of(*parts: object) -> np.uint64:
    """The key of a matter, such as the seed and a kind."""
    text = "|".join(map(str, parts)).encode()
    return np.uint64(int.from_bytes(blake2b(text, digest_size=8).digest(), "big"))


def mixed(words: Words) -> Words:
    """Words mixed well; they are changed in place."""
    for shift, factor in zip(_SHIFTS, (_FIRST, _SECOND, None), strict=True):
        words ^= words >> shift
        if factor is not None:
            words *= factor
    return words


def drawn(key: np.uint64, who: NDArray[np.int64]) -> Words:
    """A word for each of some residents."""
    return mixed((who.astype(np.uint64) + np.uint64(1)) * _GOLDEN + key)


def each_time(of_person: Words, days: NDArray[np.int64], ordinal: int) -> Words:
    """A word for each day and resident, by rows of days."""
    moments = mixed((days.astype(np.uint64) + np.uint64(1)) * _FIRST + np.uint64(ordinal))
    return mixed(moments[:, np.newaxis] ^ of_person[np.newaxis, :])


def again(words: Words, what: str) -> Words:
    """Another word for the same occasions."""
    return mixed(words ^ key_of(what))


def below(words: Words, bound: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """A whole number from 0 and below a bound that is small beside 2³²."""
    return ((words >> np.uint64(32)) * np.uint64(bound) >> np.uint64(32)).astype(np.int64)


def limit(parts: NDArray[np.int64], of: int) -> Words:
    """Below which word that many parts of all words lie; above it all, where it is all or more."""
    some = np.clip(parts, 0, of).astype(np.uint64)
    return np.where(some == of, _ALL, some * np.uint64(2**64 // of))
