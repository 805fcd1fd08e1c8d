"""Refusals: plainer words, trouble that is counted, cards that stay where they were."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.runtime.outbox import failed_receipts
from bot.runtime.tables import cards
from services.people.identity.tables import chats
from tests.runtime.tally import Press
from tests.support.runtime import Rig


@pytest.mark.parametrize(
    "refusal",
    [
        {"kind": "error", "status": 400, "description": "Bad Request: IMAGE_PROCESS_FAILED"},
        {"kind": "error", "status": 404, "description": "Not Found: method not found"},
    ],
)
async def test_a_picture_that_is_refused_leaves_its_words(rig: Rig, refusal: dict[str, Any]):
    await rig.faults(refusal | {"methods": ["sendPhoto"]})
    await rig.say("ana", "/picture 1")
    await rig.until(lambda: rig.calls() == ["sent"])
    (shown,) = [m for m in await rig.messages("ana") if m["from"]["is_bot"]]
    assert shown["text"] == "day picture, 1"
    assert await rig.tap("ana", Press(verb="note", number=1).pack()) == "day toast, 1"
    await rig.faults()
    await rig.say("ana", "/picture 2")
    await rig.until_done(3)
    assert (await rig.messages("ana"))[-1]["caption"] == "day picture, 2"


async def test_a_receipt_that_is_refused_counts_as_trouble_and_a_shut_door_does_not(rig: Rig):
    await rig.faults({"kind": "error", "status": 400, "description": "Bad Request: no", "count": 1})
    await rig.say("ana", "/picture 1")  # its words are refused as well
    await rig.until(lambda: rig.calls() == ["sent"])
    with rig.eye.connect() as conn:
        assert failed_receipts(conn, 0) == 0
    rule = {"kind": "error", "status": 400, "description": "Bad Request: no"}
    await rig.faults(rule | {"methods": ["sendMessage", "sendPhoto"]})
    await rig.say("ana", "/picture 2")
    await rig.until(lambda: rig.calls() == ["sent", "failed"])
    await rig.faults()
    await rig.post(f"people/{rig.id_of('bo')}/block")
    await rig.say("ana", f"/turn 1 {rig.world.ids['bo']}")
    await rig.until(lambda: rig.calls().count("failed") == 2)
    with rig.eye.connect() as conn:
        assert failed_receipts(conn, 0) == 1
        assert failed_receipts(conn, rig.clock.now_ms() + 1) == 0


async def test_what_was_sent_to_a_group_stays_where_it_was(rig: Rig):
    """In the new chat the number of an old card is another message's: it must not be edited."""
    square = await rig.group("ana", "bo")
    await rig.say("ana", "/hang 1")
    await rig.until(lambda: rig.calls() == ["sent"])
    moved = (await rig.post(f"groups/{square}/migrate"))["id"]
    await rig.say("ana", "/count 1")  # the card is behind; its edit learns of the move
    await rig.until_async(lambda: rig.requests("editMessageText", square))
    await rig.until(lambda: rig.rows(select(chats.c.chat_id)) == [(moved,)])
    old = rig.rows(select(cards.c.chat_id, cards.c.message_id))
    assert old == [(moved, None)]
    await rig.say("ana", "/count 2")
    await rig.say("ana", "/hang 3")
    await rig.say("ana", "/count 4")

    async def total() -> bool:
        return await rig.heard("ana", moved) == ["day total, 3"]

    await rig.until_async(total)
    assert {edit["status"] for edit in await rig.requests("editMessageText", moved)} == {200}
