"""The run itself: a town at work, killed again and again, left to come to rest, and checked.

A round is one gala (or, in a small trial, one envelope): lives that are killed one after another,
then one that is left alone until nothing moves, is checked, and is stopped as a deploy stops it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from tests.chaos.check import at_rest, check_all, snapshot, troubles
from tests.chaos.crowd import Crowd
from tests.chaos.nursery import Birth, Nursery
from tests.chaos.order import Order
from tests.chaos.points import POINTS
from tests.chaos.stage import BOT_ID, TOKEN, Stage
from tests.chaos.told import read_told
from tests.chaos.verdict import Violation

LIFE_S = 1.0  # a life that is to die at random lasts this long at the most
NEWBORN_S = 0.05
PATIENCE_S = 1.6  # a life that does not come by its point dies at random then
STOP_S = 10.0
LOOK_S = 0.15
SIGKILLED = -9
LEFT = """SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new'),
                 COUNT(*), SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END)
          FROM envelopes WHERE kind = 'gala' OR shares = {}"""


@dataclass(frozen=True, slots=True)
class Death:
    """How a life shall end: after some time, or at a passage of a named point."""

    name: str
    after_s: float
    point: str = ""
    passage: int = 1
    delay_ms: int = 0


def deaths(chance: Random) -> Iterator[Death]:
    """Without end: at random times, at named points, and three times over in a restart."""
    names = sorted(POINTS)
    while True:
        kind = chance.randrange(100)
        if kind < 40:
            yield Death("random", chance.uniform(0, LIFE_S))
        elif kind < 85:
            name = chance.choice(names)
            yield Death(name, PATIENCE_S, name, chance.randint(1, POINTS[name].often))
        else:
            for _ in range(3):
                yield _in_a_restart(chance)


def _in_a_restart(chance: Random) -> Death:
    if chance.randrange(2):
        return Death("newborn", chance.uniform(0, NEWBORN_S))
    delay = chance.randint(1, int(NEWBORN_S * 1000))
    return Death("restart", PATIENCE_S, "starting", 1, delay)


@dataclass(slots=True)
class Tally:
    """What a run came to."""

    kills: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    stop_s: float = 0.0  # the longest clean stop
    rest_s: float = 0.0  # the longest way to rest


@dataclass(slots=True)
class Storm:
    """One town and everything that happens to it."""

    nursery: Nursery
    stage: Stage
    chance: Random
    countdown_ms: int
    shares: int
    gala: bool = True
    acts_a_second: float = 16
    rest_within_s: float = 90
    play_s: float = 0.3  # how long the crowd goes on when all is taken
    breach: str = ""
    tally: Tally = field(default_factory=Tally)

    async def round(self, ends: Iterator[Death], kills: int) -> list[Violation]:
        """One round; what it broke."""
        crowd = Crowd(
            self.stage, self.chance, acts_a_second=self.acts_a_second, types=not self.breach
        )
        crowd.give_envelope(self.shares, "equal" if self.tally.rounds % 2 else "lucky")
        if self.gala:
            crowd.call_gala(self.shares)
        living = asyncio.create_task(crowd.live())
        for _ in range(kills):
            await self._kill(next(ends))
        last = await self.nursery.birth(self._order())
        try:
            await self._until_over(last)
            living.cancel()
            found = await self._rested(last)
            await self._stop(last)
        finally:  # whatever happened, the nursery is left without a life
            living.cancel()
            await last.end()
        self.tally.rounds += 1
        return found + [trouble for trouble in troubles(self.stage.log) if trouble not in found]

    def counts(self) -> dict[str, int]:
        """Figures of the whole run, for the summary."""
        log = self.stage.log
        with snapshot(self.stage.url) as conn:
            told = read_told(conn, log, BOT_ID)
        return {
            "updates_made": len(log.queue.made),
            "updates_delivered": log.deals.dealt,
            "taps_answered": len(log.answers.told),
            "answers_shown": sum(map(len, log.answers.told.values())),
            "shares_told_of": len(told.shares),
            "winners_untold": told.untold(),
            "letters_sent": told.ends["sent"],
            "letters_unknown": told.ends["unknown"],
            "answers_dropped": told.ends["dropped"],
        }

    async def _kill(self, death: Death) -> None:
        birth = await self.nursery.birth(self._order(death))
        done, _ = await asyncio.wait({birth.death}, timeout=death.after_s)
        self.tally.kills[death.name if done or not death.point else "random"] += 1
        ended = await birth.end()
        if ended != SIGKILLED:
            self.stage.log.deaths.append(f"ended by itself with {ended}, should die at {death}")

    async def _until_over(self, birth: Birth) -> None:
        """The crowd goes on until what the round began with has ended, and a little longer."""
        deadline = monotonic() + self.rest_within_s
        while monotonic() < deadline and not birth.death.done():
            await asyncio.sleep(LOOK_S)
            if self.stage.log.queue.pending:
                continue
            with snapshot(self.stage.url) as conn:
                waiting, laid, left = conn.exec_driver_sql(LEFT.format(self.shares)).one()
            if laid and not waiting and not left:
                break
        await asyncio.sleep(self.play_s)

    async def _rested(self, birth: Birth) -> list[Violation]:
        """Wait until nothing moves, then check everything."""
        begun = monotonic()
        while True:
            await asyncio.sleep(LOOK_S)
            late = monotonic() - begun > self.rest_within_s or birth.death.done()
            if not late and not at_rest(self.stage.url, self.stage.log):
                continue
            found = check_all(self.stage.url, self.stage.log, self.stage.sandbox)
            # Between the two looks a resident may have begun something: look again.
            if late or at_rest(self.stage.url, self.stage.log) or not found:
                self.tally.rest_s = max(self.tally.rest_s, monotonic() - begun)
                return found

    async def _stop(self, birth: Birth) -> None:
        """As a deploy does: it must end by itself, soon, and content."""
        begun = monotonic()
        if not birth.death.done():
            birth.ask_to_stop()
        await asyncio.wait({birth.death}, timeout=STOP_S)
        ended = await birth.end()
        if ended != 0:
            self.stage.log.deaths.append(f"asked to stop, it ended with {ended}")
        self.tally.stop_s = max(self.tally.stop_s, monotonic() - begun)

    def _order(self, death: Death | None = None) -> Order:
        named = death if death is not None else Death("", 0)
        return Order(
            database_url=self.stage.url,
            api=self.stage.sandbox.url,
            token=TOKEN,
            folder=str(self.stage.folder),
            countdown_ms=self.countdown_ms,
            point=named.point,
            passage=named.passage,
            delay_ms=named.delay_ms,
            breach=self.breach,
        )
