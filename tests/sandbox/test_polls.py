"""Polls: questions, votes, ends, and what bots and people are told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Desk, Json, ManualClock, Refused


async def ask(desk: Desk, chat_id: int, **fields: object) -> Json:
    asked: dict[str, Any] = {"question": "Fair?", "options": ["Yes", {"text": "No"}], **fields}
    sent: Json = await desk.api("sendPoll", chat_id=chat_id, **asked)
    return sent


async def test_votes_are_counted_and_told(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana, bo)
    await desk.fresh()
    sent = await ask(desk, town, is_anonymous=False)
    await ana.act("vote", chat=town, message_id=sent["message_id"], options=[0])
    seen = await bo.act("vote", chat=town, message_id=sent["message_id"], options=[0])
    assert seen["poll"]["chosen"] == [0]
    assert [option["voter_count"] for option in seen["poll"]["options"]] == [2, 0]
    updates = await desk.fresh()
    answers = [update["poll_answer"] for update in updates if "poll_answer" in update]
    assert [(answer["user"]["id"], answer["option_ids"]) for answer in answers] == [
        (ana.id, [0]),
        (bo.id, [0]),
    ]
    counts = [update["poll"]["total_voter_count"] for update in updates if "poll" in update]
    assert counts == [1, 2]
    await bo.act("vote", chat=town, message_id=sent["message_id"], options=[])
    final = await desk.api("stopPoll", chat_id=town, message_id=sent["message_id"])
    assert (final["is_closed"], final["total_voter_count"]) == (True, 1)
    await bo.act("vote", 409, chat=town, message_id=sent["message_id"], options=[1])
    with pytest.raises(Refused, match="poll has already been closed"):
        await desk.api("stopPoll", chat_id=town, message_id=sent["message_id"])


async def test_anonymous_votes_name_nobody(desk: Desk):
    ana = await desk.starter()
    sent = await ask(desk, ana.id)
    await ana.act("vote", message_id=sent["message_id"], options=[1])
    assert [set(update) - {"update_id"} for update in await desk.fresh()] == [{"poll"}]


async def test_one_answer_means_one(desk: Desk):
    ana = await desk.starter()
    one = await ask(desk, ana.id)
    await ana.act("vote", 400, message_id=one["message_id"], options=[0, 1])
    await ana.act("vote", 400, message_id=one["message_id"], options=[2])
    several = await ask(desk, ana.id, allows_multiple_answers=True)
    await ana.act("vote", message_id=several["message_id"], options=[0, 1])
    told = [update["poll"]["id"] for update in await desk.fresh()]
    assert told == [several["poll"]["id"]], "of the refused votes nobody hears"


async def test_a_quiz_is_answered_once_and_has_a_right_answer(desk: Desk):
    ana = await desk.starter()
    with pytest.raises(Refused, match="wrong correct option ID specified"):
        await ask(desk, ana.id, type="quiz", correct_option_id=2)
    sent = await ask(desk, ana.id, type="quiz", correct_option_id=1)
    assert sent["poll"]["correct_option_id"] == 1
    await ana.act("vote", message_id=sent["message_id"], options=[0])
    await ana.act("vote", 409, message_id=sent["message_id"], options=[1])


async def test_a_poll_ends_by_itself(timed: Desk, hands: ManualClock):
    ana = await timed.starter()
    sent = await ask(timed, ana.id, open_period=60)
    hands.pass_s(61)
    await ana.act("vote", 409, message_id=sent["message_id"], options=[0])
    assert (await ana.sees())[-1]["poll"]["is_closed"] is True
    assert (await timed.fresh())[-1]["poll"]["is_closed"] is True


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"question": " "}, "poll question must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": []}, "poll must have at least 1 option"),
        ({"options": ["x"] * 13}, "poll can't have more than 12 options"),
        ({"options": ["x", " "]}, "poll options must be non-empty"),
        ({"options": ["x" * 101]}, "poll options length must not exceed 100"),
        ({"open_period": 4}, "poll open period is invalid"),
    ],
)
async def test_bad_polls(desk: Desk, fields: dict[str, Any], words: str):
    ana = await desk.starter()
    with pytest.raises(Refused) as refused:
        await ask(desk, ana.id, **fields)
    assert refused.value.description == f"Bad Request: {words}"
