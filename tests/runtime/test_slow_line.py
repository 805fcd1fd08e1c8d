"""The slow line: what a listed person asks for comes late, also after a restart, and says so."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import pytest

from bot.runtime.outbox import OutboxCall
from bot.runtime.sender import Sender
from services.modules import Module
from tests.runtime.conftest import NewRig
from tests.runtime.tally import tally_module
from tests.support.runtime import Rig

LATE_S = 2


@pytest.fixture
async def slow(new_rig: NewRig, sqlite_url: str) -> Rig:
    """A town where every answer is late."""
    line = Module(name="slow", delays=(lambda _: LATE_S,))
    rig = await new_rig(sqlite_url, modules=(line, tally_module()))
    await rig.start()
    return rig


async def seconds_to_the_answer(rig: Rig) -> float:
    began = monotonic()
    await rig.say("ana", "/count 1")
    await rig.until_done(1)
    [answer] = await rig.heard("ana")
    assert f"this came {LATE_S} seconds late" in answer
    return monotonic() - began


async def test_an_answer_is_late_and_says_so(slow: Rig):
    assert await seconds_to_the_answer(slow) >= LATE_S


async def test_hurrying_would_be_caught(slow: Rig, monkeypatch: pytest.MonkeyPatch):
    admit = Sender._admit

    def at_once(self: Sender, call: OutboxCall) -> None:
        admit(self, replace(call, held_ms=0))

    monkeypatch.setattr(Sender, "_admit", at_once)
    assert await seconds_to_the_answer(slow) < LATE_S


async def test_what_is_held_back_outlives_a_restart(slow: Rig):
    await slow.say("ana", "/count 1")
    await slow.until(lambda: slow.calls() == ["pending"])
    await slow.crash()
    await slow.start()
    await slow.until_done(1)
    assert len(await slow.heard("ana")) == 1
