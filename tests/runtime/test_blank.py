"""Panic: what hangs anywhere is blank at once, what was to be sent is not, and all comes back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replies import Priority
from bot.runtime.outbox import EDIT_METHOD
from tests.support.runtime import Rig

BLANK = "has blanked it"
PACE_S = 2.95  # between two drawings of one card, where nothing is to be hidden


async def shown(
    rig: Rig, name: str, words: str, *, chat: int | None = None, number: int | None = None
) -> dict[str, Any]:
    """Wait until a message of the bot's, or that of a number, has these words."""
    found: list[dict[str, Any]] = []

    async def look() -> bool:
        seen = [m for m in await rig.messages(name, chat) if m["from"]["is_bot"]]
        found[:] = [
            m for m in seen if words in str(m.get("text")) and number in {None, m["message_id"]}
        ]
        return bool(found)

    await rig.until_async(look, f"{name}: {words}")
    return found[-1]


async def test_a_screen_and_the_home_below_it_go_blank_and_home_comes_back(town: Rig):
    await town.say("ana", "/home")
    home = (await shown(town, "ana", "¥100.00"))["message_id"]
    await town.tap("ana", "go:wallet", message_id=home)
    await shown(town, "ana", "You hold", number=home)
    await town.say("ana", "/lists")
    await shown(town, "ana", "first lists")
    await town.say("ana", f"/relay 1 {town.world.ids['bo']}")
    await shown(town, "bo", "relayed, 1")
    await town.say("fay", "/panic")
    await shown(town, "ana", BLANK, number=home)
    await town.until_done(5)
    for name, left in (("ana", 2), ("bo", 1)):  # home, and that the town is blank
        heard = await town.heard(name)
        assert (len(heard), all(BLANK in one for one in heard)) == (left, True), name
    before = len(await town.heard("ana"))
    for number, typed in enumerate(("/wallet", "/lists", "/home", "/pay Bo 5", "hello"), 1):
        await town.say("ana", typed)

        async def answered(number: int = number) -> bool:
            return len(await town.heard("ana")) == before + number

        await town.until_async(answered, typed)
    answers = (await town.heard("ana"))[before:]
    assert all("The town is blanked" in answer for answer in answers)
    await town.say("ana", "/help")
    await shown(town, "ana", "/leave takes you out")
    await town.say("fay", "/resume")
    told = await shown(town, "fay", "The town is blank. ")
    await town.tap("fay", told["buttons"][0][0]["data"], message_id=told["message_id"])
    asked = await shown(town, "fay", "to everybody?")
    await town.tap("fay", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    await shown(town, "ana", "¥100.00", number=home)


async def test_whoever_leaves_a_blank_town_is_let_go_and_told_to_nobody(town: Rig):
    await town.group("ana", "bo")
    await town.say("fay", "/panic")
    await shown(town, "bo", BLANK, chat=None)
    await town.say("ana", "/leave")
    asked = await shown(town, "ana", "Do you want to leave?")
    heard = len(await town.heard("bo"))
    await town.tap("ana", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    await shown(town, "ana", "were erased")
    await town.until_done(3)
    assert len(await town.heard("bo")) == heard


async def pause_before_blank(rig: Rig) -> float:
    """How long a card that has just been drawn goes on to show the town after a panic."""
    chat = await rig.group("ana", "bo")
    await rig.say("ana", "/hang 0")
    card = (await shown(rig, "ana", "card, 0", chat=chat))["message_id"]
    await rig.say("ana", "/count 1")
    await shown(rig, "ana", "total, 1", chat=chat)
    await rig.say("fay", "/panic")
    await shown(rig, "ana", BLANK, chat=chat, number=card)
    drawn, blanked = [r["time"] for r in await rig.requests(EDIT_METHOD, chat)][-2:]
    return float(blanked - drawn)


async def test_blanking_does_not_wait_for_the_pace_of_cards(town: Rig):
    assert await pause_before_blank(town) < PACE_S


async def test_waiting_for_the_pace_would_be_caught(town: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.runtime.displays.AT_ONCE", Priority.CHAT)
    assert await pause_before_blank(town) >= PACE_S


async def test_what_was_about_to_be_sent_is_not(town: Rig):
    await town.faults({"kind": "error", "status": 502, "methods": ["sendMessage"]})
    await town.say("ana", f"/relay 7 {town.world.ids['bo']}")
    await town.until(lambda: town.inbox_states() == ["done"])
    town.pass_ms(5)
    await town.say("fay", "/panic")
    await town.until(lambda: len(town.inbox_states()) == 2 and set(town.inbox_states()) == {"done"})
    await town.faults()
    await town.until_done(2)
    assert "dropped" in town.calls()
    assert not any("relayed" in text for text in await town.heard("bo"))


async def test_a_hand_reaches_whoever_runs_a_blank_town_and_the_answer_comes_back(town: Rig):
    await town.say("fay", "/panic")
    await shown(town, "ana", BLANK)
    await town.say("ana", "/hand I feel sick")
    await shown(town, "ana", "Your hand is up")
    asked = await shown(town, "fay", "I feel sick")
    await town.tap("fay", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    await shown(town, "ana", "has seen your hand")
    assert not any("I feel sick" in text for text in await town.heard("bo")), "nobody else's"
