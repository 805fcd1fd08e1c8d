"""Pictures are drawn, and photos unpacked, beside the program: by one helper, one at a time.

Owns that process (`bot.charts.__main__`). It starts with the first picture and ends with the
program, also with a killed one, because its input then ends.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from bot.charts.__main__ import ASKED, LENGTH

HOME = Path(__file__).parents[2]
PATIENCE_S = 10.0  # for one picture, the helper's own start included


class NoPicture(Exception):
    """The helper gave none. It is started anew for the next."""


class Unclean(Exception):
    """What claims to be a picture is none that can be painted anew."""


class Painter:
    """Turns SVG into PNG, and photos into clean ones, without holding up anything else."""

    def __init__(self) -> None:
        self._helper: Process | None = None
        self._turn = asyncio.Lock()

    async def paint(self, source: str | bytes) -> bytes:
        """SVG (text) as PNG, or a photo (bytes) anew. Raises `NoPicture`; for photos `Unclean`."""
        if isinstance(source, str):
            return await self._whole(source.encode(), is_photo=False)
        try:
            clean = await self._whole(source, is_photo=True)
        except NoPicture as error:  # it took the helper down, or too long: no second time
            raise Unclean from error
        if not clean:
            raise Unclean
        return clean

    async def _whole(self, source: bytes, *, is_photo: bool) -> bytes:
        async with self._turn:
            is_whole = False
            try:
                async with asyncio.timeout(PATIENCE_S):
                    picture = await self._draw(source, is_photo=is_photo)
                is_whole = True
            except (asyncio.IncompleteReadError, ConnectionError, TimeoutError) as error:
                raise NoPicture(type(error).__name__) from error
            finally:
                if not is_whole:  # or what is left of this picture would be taken for the next
                    await self._end()
            return picture

    async def close(self) -> None:
        async with self._turn:
            await self._end()

    async def _draw(self, source: bytes, *, is_photo: bool) -> bytes:
        if self._helper is None:
            self._helper = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.charts", stdin=PIPE, stdout=PIPE, cwd=HOME
            )
        helper = self._helper
        if helper.stdin is None or helper.stdout is None:
            raise ConnectionError
        helper.stdin.write(ASKED.pack(is_photo, len(source)) + source)
        await helper.stdin.drain()
        (size,) = LENGTH.unpack(await helper.stdout.readexactly(LENGTH.size))
        return await helper.stdout.readexactly(size)

    async def _end(self) -> None:
        helper, self._helper = self._helper, None
        if helper is not None and helper.returncode is None:
            helper.kill()
            await helper.wait()
