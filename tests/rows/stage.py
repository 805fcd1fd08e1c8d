"""Rows played side by side with one program for all.

A conversation is partly waiting, so that many take less time at once than one after another. Each
row has a town of its own; those that need a past take turns in one town that has lived for weeks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.rows.acts import live_through
from tests.support.seats import Town, Venue, venue_at

if TYPE_CHECKING:
    from concurrent.futures import Future

Story = Callable[[Town], Coroutine[Any, Any, None]]
AT_ONCE = 12
OWN, OLD, QUIET = "own", "old", "quiet"
WEEKS = 2


STORIES: dict[Callable[[Stage], None], tuple[Story, str]] = {}  # by the test that plays it


def row(story: Story, place: str = OWN) -> Callable[[Stage], None]:
    """The test that plays a story in a town of its own; its name says which row."""

    def test(stage: Stage) -> None:
        stage.outcome(test)

    test.__name__, test.__module__ = story.__name__, story.__module__
    STORIES[test] = story, place
    return test


row_of_old_town = partial(row, place=OLD)  # in turn with others: leave the law as it was
row_of_quiet_hour = partial(row, place=QUIET)  # before all others, for what is measured


class Stage:
    """Plays the stories of all chosen tests from the moment it is set up."""

    def __init__(self, url: str, tests: Iterable[Callable[[Stage], None]]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        chosen = {test: STORIES[test] for test in tests if test in STORIES}
        self._quiet = sum(place == QUIET for _, place in chosen.values())
        self._run(self._set_up(url)).result()
        self._playing = {test: self._run(self._play(*how)) for test, how in chosen.items()}

    def outcome(self, test: Callable[[Stage], None]) -> None:
        """Wait for a story to end; raises what it raised."""
        self._playing[test].result()

    def close(self) -> None:
        """Break off whatever still plays."""
        self._run(self._tear_down()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _set_up(self, url: str) -> None:
        self._http = aiohttp.ClientSession(url)
        self._room, self._turn = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
        self._noise = asyncio.Event()
        self._old: Town | None = None
        if not self._quiet:
            self._noise.set()

    async def _tear_down(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._http.close()

    async def _play(self, story: Story, place: str) -> None:
        venue = await venue_at(self._http)
        if place == QUIET:
            try:
                await _in_own_town(venue, story)
            finally:
                self._quiet -= 1
                if not self._quiet:
                    self._noise.set()
            return
        await self._noise.wait()
        if place == OLD:
            async with self._turn:
                self._old = self._old or await _aged(venue)
                await story(self._old)
            return
        async with self._room:
            await _in_own_town(venue, story)


async def _in_own_town(venue: Venue, story: Story) -> None:
    try:
        await story(await venue.town())
    finally:
        await venue.close_towns()


async def _aged(venue: Venue) -> Town:
    town = await venue.town()
    await town.join("Ana")
    for _ in range(WEEKS):
        await live_through(town, 7)
    return town
