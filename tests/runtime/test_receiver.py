"""An update is confirmed once it is stored, and has its effect once however often it comes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from bot.runtime import inbox
from bot.runtime.receiver import Intake, Polling
from bot.runtime.tables import inbox as table
from tests.runtime.tally import Press
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID


async def lost_to_a_failed_write(rig: Rig) -> list[int]:
    """Updates that are neither stored nor to be delivered again after the database refused them."""
    with rig.obstructed():
        await rig.say("ana", "/note 1")
        asked = len(await rig.requests("getUpdates"))

        async def asked_again() -> bool:
            return not rig.unconfirmed() or len(await rig.requests("getUpdates")) > asked

        await rig.until_async(asked_again)
        stored = {raw["update_id"] for raw in rig.updates} if rig.inbox_states() else set()
        return [
            raw["update_id"]
            for raw in rig.updates
            if raw["update_id"] not in {*rig.unconfirmed(), *stored}
        ]


async def test_an_update_is_confirmed_only_after_its_commit(rig: Rig):
    assert await lost_to_a_failed_write(rig) == []
    assert rig.inbox_states() == []
    await rig.until(lambda: rig.amounts("noted") == [1])
    await rig.until(lambda: rig.unconfirmed() == [])


async def test_confirming_first_would_be_caught(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    async def confirm_first(self: Polling, updates: list[dict[str, Any]]) -> bool:
        if updates:
            self._offset = updates[-1]["update_id"] + 1
        return await taken(self, updates) or True

    taken = Polling._taken
    monkeypatch.setattr(Polling, "_taken", confirm_first)
    assert await lost_to_a_failed_write(rig) != []


async def notes_after_redelivery(rig: Rig) -> list[int]:
    """Twenty updates, each up to three times and shuffled, and then all of them once more."""
    await rig.faults(updates={"copies": 3, "window": 20})
    for number in range(20):
        await rig.say("ana" if number % 2 else "bo", f"/note {number}")
    await rig.until(lambda: set(rig.amounts("noted")) == set(range(20)))
    await rig.instance.intake.take(rig.updates)
    await rig.instance.worker.drain()
    return sorted(rig.amounts("noted"))


async def test_a_redelivered_update_has_one_effect(either: Rig):
    assert await notes_after_redelivery(either) == list(range(20))


async def test_forgetting_what_is_done_would_be_caught(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inbox, "settled", lambda *_: set())
    monkeypatch.setattr(
        inbox, "finish", lambda c, *_: c.execute(update(table).values(state="done"))
    )
    assert await notes_after_redelivery(rig) != list(range(20))


async def test_an_update_stored_by_a_commit_nobody_saw_is_worked_on_when_it_comes_again(rig: Rig):
    await rig.crash()
    await rig.say("ana", "/note 1")
    program = await rig.start()
    raw = {**rig.updates[0], "update_id": 5}
    await program.database.write(lambda c: inbox.store(c, BOT_ID, [raw], rig.clock.now_ms()))
    await rig.instance.intake.take([raw])
    await rig.until(lambda: rig.amounts("noted") == [1, 1])
    assert rig.inbox_states() == ["done", "done"]


async def test_update_ids_below_earlier_ones_are_worked_on(rig: Rig):
    await rig.say("ana", "/note 1")
    await rig.until_done(1)
    await rig.stop()
    rig.sandbox.world.bot(BOT_ID).updates.next_id = 3  # Telegram draws a new number after a week
    await rig.say("ana", "/note 2")
    await rig.start()
    await rig.until(lambda: rig.amounts("noted") == [1, 2])
    assert rig.updates[-1]["update_id"] == 3 < rig.updates[0]["update_id"]


async def answer_of_a_redelivered_tap(rig: Rig) -> Any:
    """A tap whose answer could not be given for sixteen seconds, and then comes again."""
    await rig.say("ana", "/keys 7")
    await rig.until_async(lambda: rig.heard("ana"))
    await rig.faults({"kind": "error", "methods": ["answerCallbackQuery"]})
    data = Press(verb="count", number=7).pack()
    tap = asyncio.create_task(rig.tap("ana", data, patience_s=6))
    await rig.until(lambda: rig.amounts("counted") == [7])
    rig.clock.pass_ms(16_000)
    await rig.until(lambda: rig.calls(method="answerCallbackQuery") == ["dropped"])
    await rig.faults()
    await rig.instance.intake.take([rig.updates[-1]])
    answer = await tap
    assert rig.amounts("counted") == [7]
    rig.world.check_books()
    return answer


async def test_a_redelivered_tap_gets_the_stored_answer(rig: Rig):
    assert await answer_of_a_redelivered_tap(rig) == "day toast, 7"
    await rig.until(lambda: rig.calls(method="answerCallbackQuery") == ["sent"])


async def test_dropping_the_stored_answer_would_be_caught(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.runtime.outbox.revive", lambda *_: [])
    assert await answer_of_a_redelivered_tap(rig) is None


async def test_updates_of_unknown_kinds_and_half_characters_stop_nobody(rig: Rig):
    await rig.say("ana", "/note 1")
    await rig.until_done(1)
    strange = {**rig.updates[0]["message"], "text": "/note 2 \ud800", "new": {"field": 1}}
    await rig.instance.intake.take(
        [
            {"update_id": 11, "news_from_the_future": {"a": [1, None]}},
            {"update_id": 12, "message": "not a message"},
            {"update_id": 13, "message": strange},
        ]
    )
    await rig.say("ana", "/note 3")
    await rig.until(lambda: rig.amounts("noted") == [1, 2, 3])
    await rig.until(lambda: rig.inbox_states() == ["done", "parked", "done", "done", "done"])


async def test_an_obstructed_database_leaves_no_update_in_a_log(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
):
    """What people wrote must not be told to the admins as the reason why nothing comes in."""
    told: list[str] = []
    unheard = Intake.unheard

    def listening(self: Intake, why: str) -> None:
        told.append(why)
        unheard(self, why)

    monkeypatch.setattr(Intake, "unheard", listening)
    with rig.obstructed():
        await rig.say("ana", "a private word")
        asked = len(await rig.requests("getUpdates"))

        async def asked_again() -> bool:
            return len(await rig.requests("getUpdates")) > asked

        await rig.until_async(asked_again)
    assert "private word" not in "".join(told)
