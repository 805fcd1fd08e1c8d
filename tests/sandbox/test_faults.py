"""Trouble on demand: it hits whom it should, as often as it should, and the same way again."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import aiohttp
import pytest

from tests.sandbox.desk import Desk, OpenDesk, Refused, Seat


async def test_a_wait_stands_in_the_header_too(desk: Desk):
    ana = await desk.starter()
    await desk.control("PUT", "faults", rules=[{"kind": "retry_after", "retry_after": [7, 7]}])
    url = desk.method_url("sendMessage")
    async with desk.session.post(url, json={"chat_id": ana.id, "text": "x"}) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")


async def plan(desk: Desk, *rules: dict[str, object], **more: Any) -> None:
    await desk.control("PUT", "faults", rules=list(rules), **more)


async def raw(desk: Desk, chat_id: int, text: str = "x") -> tuple[int, str, str]:
    fields = {"chat_id": chat_id, "text": text}
    async with desk.session.post(desk.method_url("sendMessage"), json=fields) as response:
        return response.status, response.content_type, await response.text()


async def texts(seat: Seat) -> list[str]:
    return [message["text"] for message in await seat.sees()][1:]


async def test_a_flood_wait_counts_down_and_does_nothing(desk: Desk):
    ana = await desk.starter()
    await plan(desk, {"kind": "retry_after", "retry_after": [7, 7], "count": 2})
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            await desk.api("sendMessage", chat_id=ana.id, text="x")
        assert refused.value.parameters == {"retry_after": 7}
    await desk.api("sendMessage", chat_id=ana.id, text="through")
    assert await texts(ana) == ["through"]
    assert (await desk.control("GET", "faults"))["hits"] == [2]


async def test_outages_with_and_without_html(desk: Desk):
    ana = await desk.starter()
    await plan(
        desk,
        {"kind": "error", "status": 500, "count": 1},
        {"kind": "html", "status": 502, "count": 1, "after_processing": True},
    )
    status, kind, text = await raw(desk, ana.id)
    assert (status, kind) == (500, "application/json")
    assert "Internal Server Error" in text
    status, kind, text = await raw(desk, ana.id, "done all the same")
    assert (status, kind) == (502, "text/html")
    assert "502 Bad Gateway" in text
    assert await texts(ana) == ["done all the same"]


@pytest.mark.parametrize("kind", ["reset", "timeout"])
@pytest.mark.parametrize("after", [False, True])
async def test_a_lost_connection_before_and_after_the_work(desk: Desk, kind: str, after: bool):
    ana = await desk.starter()
    await plan(desk, {"kind": kind, "seconds": 0.05, "count": 1, "after_processing": after})
    with pytest.raises(aiohttp.ClientError):
        await raw(desk, ana.id, "maybe")
    assert await texts(ana) == (["maybe"] if after else [])


async def test_slow_answers_are_still_answers(desk: Desk):
    ana = await desk.starter()
    await plan(desk, {"kind": "slow", "seconds": 0.3})
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (await raw(desk, ana.id))[0] == 200
    assert loop.time() - began >= 0.3


async def test_methods_and_chats_can_be_aimed_at(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    await plan(
        desk,
        {
            "kind": "error",
            "methods": ["SendMessage"],
            "chats": [ana.id],
            "status": 403,
            "description": "Forbidden: bot was blocked by the user",
        },
    )
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=ana.id, text="x")
    assert refused.value.status == 403
    await desk.api("sendMessage", chat_id=bo.id, text="x")
    await desk.api("sendChatAction", chat_id=ana.id, action="typing")
    await desk.updates()


async def test_the_same_seed_brings_the_same_trouble(open_desk: OpenDesk):
    histories = []
    for seed in (5, 5, 6):
        desk = await open_desk()
        ana = await desk.starter()
        rule = {"kind": "retry_after", "probability": 0.5, "retry_after": [1, 30]}
        await plan(desk, rule, seed=seed)
        histories.append([(await raw(desk, ana.id))[2].partition("date")[0] for _ in range(30)])
    first, same, other = ([text for text in history if "429" in text] for history in histories)
    assert 5 < len(first) < 25
    assert first == same
    assert first != other


async def test_repeated_and_shuffled_updates_lose_none(desk: Desk):
    ana = await desk.person()
    await plan(desk, seed=3, updates={"copies": 3, "window": 20})
    for number in range(40):
        await ana.send(str(number))
    seen: Counter[str] = Counter()
    order: list[int] = []
    offset = 0
    while batch := await desk.updates(offset=offset, limit=30):
        for update in batch:
            seen[update["message"]["text"]] += 1
            order.append(int(update["message"]["text"]))
        offset = max(update["update_id"] for update in batch) + 1
    assert set(seen) == {str(number) for number in range(40)}
    assert set(seen.values()) == {1, 2, 3}
    assert order != sorted(order)


@pytest.mark.parametrize(
    "rule", [{"kind": "flood"}, {"kind": "error", "probability": 2}, {"kind": "error", "colour": 1}]
)
async def test_bad_plans_are_refused_by_name(desk: Desk, rule: dict[str, object]):
    refused = await desk.control("PUT", "faults", 400, rules=[rule])
    assert refused["error"].startswith("rules.0.")
