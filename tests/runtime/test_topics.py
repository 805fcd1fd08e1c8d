"""Groups with topics: spoken to where somebody spoke, or where the workshop is at home."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from services.people.identity.tables import chats
from tests.support.runtime import Rig

HOME, ELSEWHERE = 77, 88


@pytest.fixture
async def square(rig: Rig) -> int:
    """A group of the town whose workshop was bound in a topic."""
    chat = await rig.group("ana", "bo")
    with rig.eye.begin() as conn:
        conn.execute(update(chats).values(thread_id=HOME))
    return chat


async def say_in(rig: Rig, text: str, topic: int | None, chat: int) -> None:
    """Ana types in a group; the messenger names the topic."""
    await rig.say("ana", "/words", chat=chat)
    raw = json.loads(json.dumps(rig.updates[-1]))
    raw["update_id"] += 1_000
    raw["message"]["text"] = text
    if topic is not None:
        raw["message"] |= {"message_thread_id": topic, "is_topic_message": True}
    await rig.instance.intake.take([raw])


def topics(rig: Rig, chat: int) -> list[Any]:
    """The topics of what was written for the group, oldest first."""
    waiting = rig.calls("params", "chat_id")
    return [json.loads(p).get("message_thread_id") for p, to in waiting if to == chat and p]


@pytest.fixture
async def held(rig: Rig, square: int) -> int:
    """The same, and nothing can be delivered: what is to be sent can be read."""
    await rig.faults({"kind": "retry_after", "methods": ["sendMessage"], "retry_after": [60, 60]})
    return square


async def test_the_town_is_told_in_the_topic_it_is_at_home_in(rig: Rig, held: int):
    await rig.say("ana", "/hang 1")
    await rig.until(lambda: topics(rig, held) == [HOME])


async def test_what_was_asked_for_in_a_topic_is_shown_there(rig: Rig, held: int):
    await say_in(rig, "/hang 1", ELSEWHERE, held)
    await rig.until(lambda: topics(rig, held) == [ELSEWHERE])
    await say_in(rig, "/hang 2", None, held)  # the general topic has no number
    await rig.until(lambda: topics(rig, held) == [ELSEWHERE, None])


async def test_a_topic_that_is_closed_is_left_for_the_general_one(rig: Rig, square: int):
    words = "Bad Request: TOPIC_CLOSED"
    rule = {"kind": "error", "status": 400, "description": words, "chats": [square], "count": 1}
    await rig.faults(rule | {"methods": ["sendMessage"]})
    await rig.say("ana", "/hang 1")
    await rig.until(lambda: rig.calls() == ["sent"])
    assert await rig.heard("ana", square) == ["day card, 1"]


async def test_whoever_asked_hears_that_the_group_did_not(rig: Rig, square: int):
    words = "Bad Request: TOPIC_CLOSED"
    rule = {"kind": "error", "status": 400, "description": words, "chats": [square]}
    await rig.faults(rule | {"methods": ["sendMessage"]})
    await rig.say("ana", "/hang 1")
    await rig.until(lambda: rig.calls() == ["failed", "sent"])
    assert "TOPIC_CLOSED" in (await rig.heard("ana"))[0]
    assert await rig.heard("bo") == []
