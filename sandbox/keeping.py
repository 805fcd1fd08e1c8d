"""Keeps what people see in one file: every now and then while it runs, and at the end.

A disk that takes nothing loses nothing: the next try comes as always, and the log says so.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import threading
from typing import TYPE_CHECKING

from sandbox.errors import StartError
from sandbox.snapshot import dump, load, save

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.files import StoredFile
    from sandbox.world import World

_log = logging.getLogger(__name__)
_PAUSE_PER_SAVING = 20


class Keeper:
    """One world and its file."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path
        self._saved: tuple[int, ...] = ()
        self._in_trouble = False
        self._writing = threading.Lock()

    def open(self) -> None:
        """Fill the fresh world; a folder that could not take the file is refused now, not later."""
        folder = self._path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise StartError(
                f"the folder {folder} cannot be written ({error.strerror}), so the chats could not "
                "be kept: choose another folder, or make this one writable"
            ) from None
        load(self._world, self._path)

    async def run(self, every_s: float) -> None:
        """Save what has changed; a big world is saved less often."""
        pause = every_s
        while True:
            await asyncio.sleep(pause)
            started = self._world.clock.monotonic()
            await self.save()
            took = self._world.clock.monotonic() - started
            pause = max(every_s, took * _PAUSE_PER_SAVING)

    async def save(self) -> None:
        """Save now, if there is anything new; trouble is said and left to the next try."""
        version = self._world.version()
        if version == self._saved:
            return
        text, files = dump(self._world), list(self._world.files.by_id.values())
        try:
            await asyncio.to_thread(self._write, text, files)
        except OSError as error:
            self._in_trouble = True
            _log.warning("the chats are not kept in %s for now: %s", self._path, error.strerror)
            return
        self._saved = version
        if self._in_trouble:
            self._in_trouble = False
            _log.warning("the chats are kept in %s again", self._path)

    def _write(self, text: str, files: list[StoredFile]) -> None:
        # The last saving must not meet one that was cancelled but is still at the disk.
        with self._writing:
            save(self._path, text, files)
