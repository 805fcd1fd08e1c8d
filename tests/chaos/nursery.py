"""A small fork server: one process that has imported everything and gives birth to the lives.

Importing the messenger's library costs seconds, forking what has imported it a few milliseconds.
It never runs an event loop nor a thread, so a fork of it is as good as a fresh process. One order
a line comes in, two lines a life go out: its process id, then how it ended.

    python -m tests.chaos.nursery       is started by `Nursery`, which is the driver's end of it
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.chaos.order import Order

HOME = Path(__file__).parents[2]


@dataclass(slots=True)
class Birth:
    """A life that has begun. Its process id stays its own until the next one is ordered."""

    pid: int
    death: asyncio.Task[int]

    async def end(self) -> int:
        """SIGKILL, whatever it is doing, and how it ended; no harm when it is dead already."""
        os.kill(self.pid, signal.SIGKILL)
        return await self.death

    def ask_to_stop(self) -> None:
        """SIGTERM, as a deploy does."""
        os.kill(self.pid, signal.SIGTERM)


@dataclass(slots=True)
class Nursery:
    """The driver's end: one life at a time."""

    process: asyncio.subprocess.Process

    async def birth(self, order: Order) -> Birth:
        """Begin a life; the one before must have ended."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        await self.process.stdin.drain()
        return Birth(await self._line(), asyncio.create_task(self._line()))

    async def _line(self) -> int:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise ChildProcessError("the nursery has ended; its errors say why")
        return int(line)


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """A fork server for as long as the block lasts; its last life ends with it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chaos.nursery",
        cwd=HOME,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is the driver's; the nursery ends when its orders do
    )
    made = Nursery(process)
    try:
        await made._line()  # everything is imported
        yield made
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


def serve() -> None:
    """Fork a life for each order, tell its process id and, when it is dead, its wait status.

    A dead life is buried only when the next order comes: until then its process id cannot become
    somebody else's, so a kill that comes late hits nobody.
    """
    from tests.chaos.life import live

    gc.collect()
    gc.freeze()
    tell(0)
    buried = 0
    for line in sys.stdin:
        if buried:
            os.waitpid(buried, 0)
        order = Order(**json.loads(line))
        pid = os.fork()
        if pid == 0:
            live(order)
            os._exit(0)
        tell(pid)
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        killed = ended.si_code in {os.CLD_KILLED, os.CLD_DUMPED}
        tell(-ended.si_status if killed else ended.si_status)
        buried = pid


def tell(number: int) -> None:
    """A line to the driver, at once."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
