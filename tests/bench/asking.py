"""Everybody of a town asks for their score: how long the first answer takes, by law in force.

Owns one part of `make bench`. People ask by typing, at an even pace; an answer's time is read from
the sandbox's log, so no polling disturbs what is measured.
"""

from __future__ import annotations

import asyncio
import time
from statistics import quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.rig import Rig

SENDS = ("sendMessage", "sendPhoto")
WAIT_S = 60.0
EVERYTHING = 100_000


async def ask_all(rig: Rig, bot: int, people: list[int], *, within_s: float) -> float:
    """Everybody types `/score` once, spread over `within_s` seconds; the 95th percentile in
    seconds of the time to the first answer. A person who gets none raises.
    """
    await rig.clear_log()
    asked: dict[int, float] = {}

    async def one(number: int, person: int) -> None:
        await asyncio.sleep(number * within_s / len(people))
        asked[person] = time.time()  # as the sandbox's log is
        await rig.post(f"/control/people/{person}/send", text="/score", bot=bot)

    await asyncio.gather(*(one(number, person) for number, person in enumerate(people)))
    answered = await _answered(rig, set(people))
    return quantiles([answered[who] - asked[who] for who in people], n=20)[-1]


async def _answered(rig: Rig, people: set[int]) -> dict[int, float]:
    """When each of these private chats was first sent something."""
    first: dict[int, float] = {}
    for _ in range(int(WAIT_S * 5)):
        for line in await sends(rig):
            if line["status"] == 200 and line["chat"] in people:
                first.setdefault(line["chat"], line["time"])
        if len(first) == len(people):
            return first
        await asyncio.sleep(0.2)
    raise RuntimeError(f"{len(people) - len(first)} people got no score")


async def sends(rig: Rig) -> list[dict[str, Any]]:
    """What bots have sent since the log was emptied, oldest first."""
    logs = [await rig.get(f"/control/log?method={method}&limit={EVERYTHING}") for method in SENDS]
    return sorted((line for log in logs for line in log["requests"]), key=lambda line: line["time"])
