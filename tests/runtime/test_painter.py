"""Pictures are drawn by a helper process that neither lets the program down nor outlives it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.charts import png
from bot.charts.drawing import svg
from bot.runtime.painter import HOME, NoPicture, Painter


@pytest_asyncio.fixture
async def painter() -> AsyncIterator[Painter]:
    hired = Painter()
    yield hired
    await hired.close()


def frame(title: str) -> str:
    return svg("frame", title=title, height=60)


async def test_many_at_once_get_each_their_own(painter: Painter):
    titles = ["One", "Two", "三"]
    drawn = await asyncio.gather(*(painter.paint(frame(title)) for title in titles))
    assert drawn == [png(frame(title)) for title in titles]
    assert len(set(drawn)) == len(titles)


async def test_a_helper_that_dies_costs_one_picture_and_is_replaced(painter: Painter):
    await painter.paint(frame("before"))
    assert painter._helper is not None
    painter._helper.kill()
    await painter._helper.wait()
    with pytest.raises(NoPicture):
        await painter.paint(frame("lost"))
    assert await painter.paint(frame("after")) == png(frame("after"))


async def test_what_cannot_be_drawn_is_said_and_harms_nothing_else(painter: Painter):
    with pytest.raises(NoPicture):
        await painter.paint("no picture at all")
    assert await painter.paint(frame("after")) == png(frame("after"))


async def test_a_picture_given_up_half_way_does_not_reach_the_next(painter: Painter):
    await painter.paint(frame("before"))  # the helper is there, so the next is written at once
    task = asyncio.ensure_future(painter.paint(frame("given up")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await painter.paint(frame("wanted")) == png(frame("wanted"))


def test_the_helper_ends_with_its_input():
    helper = subprocess.run(
        [sys.executable, "-m", "bot.charts"], input=b"", cwd=HOME, timeout=60, check=False
    )
    assert helper.returncode == 0
