"""Cards: many changes soon become one edit, and what is shown last is the truth."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import pairwise

import pytest

from bot.runtime.cards import CardRedrawer
from tests.runtime.conftest import NewRig
from tests.runtime.tally import DRAWN, Press
from tests.support.runtime import Rig

PEOPLE = ("ana", "bo", "cy", "di", "ed", "flo")
EDIT = "editMessageText"


@pytest.fixture
async def square(new_rig: NewRig, sqlite_url: str) -> tuple[Rig, int]:
    """A group in which a card hangs."""
    rig = await new_rig(sqlite_url, PEOPLE)
    await rig.start()
    chat = await rig.group(*PEOPLE)
    await rig.say("ana", "/hang 0")
    await rig.until(lambda: rig.calls() == ["sent"])
    return rig, chat


async def shows(rig: Rig, chat: int, total: int) -> bool:
    return (await rig.heard("ana", chat))[0] == f"day total, {total}"


async def edits_of_a_rush(rig: Rig, chat: int) -> list[float]:
    """The pauses between edits while twelve people count at once and twelve more a little later."""
    for round_ in (1, 2):
        for name in PEOPLE:
            await rig.say(name, f"/count {round_}")
            await rig.say(name, f"/count {round_}")
        await rig.until_async(lambda: shows(rig, chat, 12 * round_))  # noqa: B023
    edits = await rig.requests(EDIT, chat)
    assert all(edit["status"] == 200 for edit in edits)
    return [b["time"] - a["time"] for a, b in pairwise(edits)]


async def test_a_rush_becomes_few_edits_and_the_last_shows_all(square: tuple[Rig, int]):
    pauses = await edits_of_a_rush(*square)
    assert 1 <= len(pauses) <= 3
    assert min(pauses) >= 2.95


async def test_editing_at_once_would_be_caught(
    square: tuple[Rig, int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.runtime.sender.CARD_EVERY_S", 0.0)
    assert min(await edits_of_a_rush(*square)) < 2.95


async def test_what_hangs_with_many_is_drawn_once_for_all_and_shows_the_present(
    new_rig: NewRig, sqlite_url: str
):
    rig = await new_rig(sqlite_url, PEOPLE)
    await rig.start()
    await rig.say("ana", "/hang -1")
    await rig.until(lambda: len(rig.calls()) == len(PEOPLE))
    DRAWN.clear()
    for total in (1, 2):
        await rig.say("bo", "/count 1")
        for name in PEOPLE:
            await rig.until_async(lambda: says(rig, name, f"day total, {total}"))  # noqa: B023
    assert set(DRAWN) == {1, 2}
    assert len(DRAWN) <= 4, "once, and once more where hearing of the hanging came between"


async def says(rig: Rig, name: str, text: str) -> bool:
    return text in await rig.heard(name)


async def shown_after_a_kill(rig: Rig, chat: int) -> bool:
    """A change is committed, the program dies before the edit; whether a restart shows it."""
    await rig.faults({"kind": "error", "methods": [EDIT]})
    await rig.say("bo", "/count 1")
    await rig.until(lambda: rig.amounts("counted") == [1])
    await rig.crash()
    await rig.faults()
    await rig.start()
    try:
        await rig.until_async(lambda: shows(rig, chat, 1), patience_s=5)
    except AssertionError:
        return False
    return True


async def test_a_redraw_lost_to_a_kill_is_made_good_at_the_start(square: tuple[Rig, int]):
    assert await shown_after_a_kill(*square)


async def test_forgetting_stale_cards_would_be_caught(
    square: tuple[Rig, int], monkeypatch: pytest.MonkeyPatch
):
    notice = CardRedrawer.notice

    def only_named(self: CardRedrawer, cards: list[str] | None) -> None:
        notice(self, cards or [])

    monkeypatch.setattr(CardRedrawer, "notice", only_named)
    assert not await shown_after_a_kill(*square)


async def test_a_card_that_is_not_modified_is_left_alone(square: tuple[Rig, int]):
    rig, chat = square
    words = "Bad Request: message is not modified"
    rule = {"kind": "error", "status": 400, "description": words, "methods": [EDIT], "count": 1}
    await rig.faults(rule)
    await rig.say("bo", "/count 1")
    await rig.until_async(lambda: edited(rig, chat, 1))
    await rig.say("bo", "/count 2")
    await rig.until_async(lambda: shows(rig, chat, 2))
    assert [edit["status"] for edit in await rig.requests(EDIT, chat)] == [400, 200]


async def test_a_card_waits_when_its_chat_must_and_shows_the_present_then(square: tuple[Rig, int]):
    rig, chat = square
    await rig.faults({"kind": "retry_after", "methods": [EDIT], "retry_after": [2, 2], "count": 1})
    await rig.say("bo", "/count 1")
    await rig.until_async(lambda: edited(rig, chat, 1))
    await rig.say("cy", "/count 2")
    await rig.until_async(lambda: shows(rig, chat, 2))
    refused, *done = await rig.requests(EDIT, chat)
    assert refused["status"] == 429
    assert all(edit["time"] - refused["time"] >= 1.95 for edit in done)
    assert len(done) == 1


async def shown_after_a_slow_redraw(rig: Rig, chat: int) -> str:
    """What a message shows when a screen is opened from a card whose redrawing is on its way."""
    await rig.faults({"kind": "slow", "methods": [EDIT], "seconds": 0.5, "count": 1})
    await rig.say("bo", "/count 1")
    await rig.until(lambda: rig.sandbox.gateway.faults.as_json()["hits"] == [1])  # it has left
    (card,) = [m for m in await rig.messages("ana", chat) if m["from"]["is_bot"]]
    where = {"chat": chat, "message_id": card["message_id"]}
    await rig.tap("ana", Press(verb="screen", number=0).pack(), **where)
    await rig.until_async(lambda: edited(rig, chat, 2))
    return (await rig.heard("ana", chat))[0]


async def edited(rig: Rig, chat: int, number: int) -> bool:
    """Whether so many edits of a chat have been answered."""
    return len(await rig.requests(EDIT, chat)) >= number


async def test_a_card_never_takes_the_place_of_a_screen_opened_from_it(square: tuple[Rig, int]):
    assert await shown_after_a_slow_redraw(*square) == "day screen, 0"


async def test_two_edits_of_one_message_at_once_would_be_caught(
    square: tuple[Rig, int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(CardRedrawer, "turn_to_edit", lambda *_: nullcontext())
    assert await shown_after_a_slow_redraw(*square) != "day screen, 0"
