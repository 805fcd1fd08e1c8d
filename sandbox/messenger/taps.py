"""Taps on inline buttons that wait for the bot's answer, each with Telegram's 150 seconds of life.

Gives a tap its query id and brings the answer back; what a tap may touch is decided elsewhere.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.messenger.errors import bad_request
from sandbox.messenger.shapes import CALLBACK_LIFE_S, Json

if TYPE_CHECKING:
    import random

    from sandbox.messenger.clock import Clock

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Tap:
    """One press of a button."""

    id: str
    bot_id: int
    person: int
    expires_at: float
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Taps:
    """All taps that may still be answered."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._random = chance
        self._taps: dict[str, Tap] = {}

    def start(self, bot_id: int, person: int) -> Tap:
        """A new tap with an id nobody can guess from the last one."""
        self._forget_old()
        tap_id = str(self._random.getrandbits(62))
        expires_at = self._clock.now() + CALLBACK_LIFE_S
        tap = self._taps[tap_id] = Tap(tap_id, bot_id, person, expires_at)
        return tap

    def answer(self, bot_id: int, tap_id: str, answer: Json) -> Tap:
        """The bot's answer; the first one is what the person sees."""
        tap = self._taps.get(tap_id)
        if tap is None or tap.bot_id != bot_id or tap.expires_at <= self._clock.now():
            raise bad_request(_TOO_OLD)
        if tap.answer is None:
            tap.answer = answer
            tap.answered.set()
        return tap

    @staticmethod
    async def wait(tap: Tap, seconds: float) -> Json | None:
        """The answer, or None if none came in time."""
        try:
            async with asyncio.timeout(seconds):
                await tap.answered.wait()
        except TimeoutError:
            return None
        return tap.answer

    def _forget_old(self) -> None:
        """Taps are kept in order of age, so the old ones are in front."""
        now = self._clock.now()
        while self._taps:
            oldest = next(iter(self._taps.values()))
            if oldest.expires_at > now:
                return
            del self._taps[oldest.id]
