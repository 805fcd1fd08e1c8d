"""Two hundred people come into a town at once, at a messenger that limits nobody.

Owns one part of `make bench`: how long it takes, in parts of what Telegram's 30 messages a second
would make of the same messages.
"""

from __future__ import annotations

import asyncio
from time import monotonic

from tests.bench.asking import sends
from tests.bench.rig import Rig

WAIT_S = 60


async def join_all(rig: Rig, bot: int, people: list[int], code: str) -> tuple[float, int]:
    """Everybody presses Start and agrees; the seconds until all are in, and the messages sent."""
    await rig.clear_log()
    begun = monotonic()
    await asyncio.gather(*(_join(rig, bot, person, code) for person in people))
    return monotonic() - begun, len(await sends(rig))


async def _join(rig: Rig, bot: int, person: int, code: str) -> None:
    await rig.post(f"/control/people/{person}/send", text=f"/start {code}", bot=bot)
    asked = await rig.message_with_button(person, bot)
    await rig.post(f"/control/people/{person}/tap", message_id=asked, button=0, bot=bot, timeout=60)
    path = f"/control/people/{person}/messages?bot={bot}&after={asked}"
    for _ in range(WAIT_S * 5):
        if any(message["from"]["is_bot"] for message in await rig.get(path)):
            return
        await asyncio.sleep(0.2)
    raise RuntimeError("somebody was never welcomed")
