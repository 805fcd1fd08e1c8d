"""One life of the program: the real one, with the real features, until a signal ends it.

Test code may only add three things to it: a place to die, a shorter countdown of the gala (so that
more kills fall into the rush), and, in negative controls, one broken guard.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from bot.runtime.instance import BotSettings
from glasstown.logs import set_up_logs
from glasstown.run import program
from glasstown.settings import Settings
from glasstown.stopping import STOPPING
from services.money.envelopes import gala
from tests.chaos.breaches import BREACHES
from tests.chaos.order import Order
from tests.chaos.points import arm

ORDERS = 0  # the file descriptor that the nursery's orders come from


def live(order: Order) -> None:
    """Run until SIGTERM, or until killed."""
    folder = Path(order.folder)
    log = os.open(folder / "log.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    set_up_logs("WARNING")
    gala.COUNTDOWN_MS = order.countdown_ms
    if order.breach:
        BREACHES[order.breach]()
    if order.point:
        arm(order.point, order.passage, order.delay_ms)
    STOPPING.stand(0)
    asyncio.run(STOPPING.run(_run(order, folder)))


async def _run(order: Order, folder: Path) -> None:
    # The driver is gone when nothing more can come from it: no life outlasts its driver.
    asyncio.get_running_loop().add_reader(ORDERS, os._exit, 1)
    settings = Settings(database_url=order.database_url, seed=1, sandbox_state=folder / "chats.db")
    async with program(settings, [BotSettings(order.api, order.token)]) as running:
        await running.failed()
