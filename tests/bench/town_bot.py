"""Glasstown as it runs everywhere: the same program, at a sandbox of the bench."""

from __future__ import annotations

import asyncio
import sys

from bot.runtime.instance import BotSettings
from glasstown.logs import set_up_logs
from glasstown.run import program
from glasstown.settings import Settings
from glasstown.stopping import STOPPING


async def main() -> None:
    set_up_logs("WARNING")
    url, token, database = sys.argv[1:4]
    limits = "unlimited" not in sys.argv
    settings = Settings(database_url=database, seed=1)
    async with program(settings, [BotSettings(url, token, limits=limits)]) as running:
        await running.failed()


if __name__ == "__main__":
    STOPPING.stand(0)
    asyncio.run(STOPPING.run(main()))
