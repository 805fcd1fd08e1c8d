"""SIGKILL while everybody writes: what was answered is there, and no number comes twice."""

from __future__ import annotations

from pathlib import Path

from tests.sandbox.kills import storm


async def test_what_was_answered_survives_kills(tmp_path: Path):
    life, wrong = await storm(tmp_path, kills=3, seed=1)
    assert wrong == []
    assert len(life.seen.messages) > 30
    assert len(life.seen.updates) > 30


async def test_a_messenger_that_writes_after_its_answer_is_caught(tmp_path: Path):
    _, wrong = await storm(tmp_path, kills=3, seed=1, late_s=0.05)
    assert wrong
