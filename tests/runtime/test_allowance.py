"""Whoever asks faster than one can be answered is told so once, and nobody else waits for that."""

from __future__ import annotations

import asyncio

import pytest

from bot.runtime.allowance import WAITING_MAX, Allowance
from tests.runtime.tally import Press
from tests.support.runtime import Rig

FLOOD = 60


async def flood(rig: Rig) -> None:
    """Many acts by ana while nothing can be delivered to her."""
    wait = {"kind": "retry_after", "methods": ["sendMessage"], "chats": [rig.id_of("ana")]}
    await rig.faults(wait | {"retry_after": [2, 2]})
    await asyncio.gather(*(rig.say("ana", f"/count {n}") for n in range(FLOOD)))
    await rig.until(lambda: rig.inbox_states() == ["done"] * FLOOD)


async def test_answers_beyond_the_allowance_become_one_that_says_what_was_not_done(rig: Rig):
    await flood(rig)
    done = rig.amounts("counted")
    assert len(done) == WAITING_MAX
    await rig.say("bo", "/count 99")
    await rig.until_async(lambda: rig.heard("bo"))  # while ana's answers still wait
    assert waiting(rig) > 1
    await rig.until(lambda: waiting(rig) <= WAITING_MAX + 1)
    rig.world.check_books()


def waiting(rig: Rig) -> int:
    """Calls that have not ended."""
    return sum(state in ("pending", "sending") for state in rig.calls("state"))


def apologies(rig: Rig) -> list[str]:
    """What still says to ana that something was not done."""
    return [p for p in rig.calls("params", chat_id=rig.id_of("ana")) if "Slowly" in p]


async def test_what_was_not_done_is_named_and_nothing_else_is(rig: Rig):
    await flood(rig)
    await rig.until(lambda: len(apologies(rig)) == 1)
    assert rig.calls("outcome").count("answered anew") >= 1
    (waiting,) = apologies(rig)
    undone = set(range(FLOOD)) - set(rig.amounts("counted"))
    named = {n for n in range(FLOOD) if f"/count {n}<" in waiting}
    assert len(named) == 20
    assert named <= undone
    assert f"and {len(undone) - 20} more" in waiting


async def test_a_tap_beyond_the_allowance_is_answered_at_once(rig: Rig):
    await rig.say("ana", "/keys 1")
    await rig.until_async(lambda: rig.heard("ana"))
    message_id = (await rig.messages("ana"))[-1]["message_id"]
    wait = {"kind": "retry_after", "methods": ["sendMessage"], "retry_after": [2, 2]}
    await rig.faults(wait)
    for number in range(WAITING_MAX):
        await rig.say("ana", f"/count {number}")
    data = Press(verb="count", number=99).pack()
    assert "Nothing was done" in await rig.tap("ana", data, message_id=message_id)
    assert 99 not in rig.amounts("counted")


async def asked_again(rig: Rig, command: str) -> list[str]:
    """What ana hears in the end when she asks six times while nothing can be delivered."""
    await rig.faults({"kind": "retry_after", "methods": ["sendMessage"], "retry_after": [1, 1]})
    for number in range(6):
        await rig.say("ana", command)
        await rig.say("bo", f"/count {number}")
    await rig.until(lambda: rig.inbox_states().count("done") == 12)
    await rig.faults()
    await rig.until_done(12)
    return [text for text in await rig.heard("ana") if "counted" in text or "total" in text]


async def test_a_newer_answer_to_the_same_question_takes_the_place_of_one_not_sent(rig: Rig):
    heard = await asked_again(rig, "/total")
    assert 1 <= len(heard) <= 2
    await rig.until(lambda: set(rig.calls("params", outcome="answered anew")) == {""})


async def test_no_receipt_of_an_act_gives_way(rig: Rig):
    assert len(await asked_again(rig, "/count 7")) == 6


async def test_keeping_every_answer_would_be_caught(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Allowance, "owe", lambda *_: None)
    assert len(await asked_again(rig, "/total")) == 6
