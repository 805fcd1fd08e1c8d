"""Who hears of what on the event stream."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from tests.sandbox.desk import Desk, Seat, keyboard


async def opened(desk: Desk, stack: AsyncExitStack, query: str = "") -> aiohttp.ClientResponse:
    stream = await stack.enter_async_context(desk.session.get(f"{desk.url}/control/events{query}"))
    assert await stream.content.readline() == b": hello\n"
    return stream


async def heard(stream: aiohttp.ClientResponse, last: str) -> list[dict[str, Any]]:
    """All events up to the first of this kind."""
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while not events or events[-1]["type"] != last:
            line = await stream.content.readline()
            assert line, "the stream has ended"
            if line.startswith(b"data: "):
                events.append(json.loads(line.removeprefix(b"data: ")))
    return events


def kinds(events: list[dict[str, Any]]) -> list[tuple[str, object]]:
    return [(event["type"], event["chat"]) for event in events]


async def bell(desk: Desk, *seats: Seat) -> None:
    """Something that each of them hears, so that a test need not wait for silence."""
    for seat in seats:
        await desk.api("sendChatAction", chat_id=seat.id, action="typing")


async def test_a_page_hears_of_its_people_and_their_groups_alone(desk: Desk):
    ana, bo, cai = await desk.starter("Ana"), await desk.starter("Bo"), await desk.starter("Cai")
    async with AsyncExitStack() as stack:
        of_ana = await opened(desk, stack, f"?person={ana.id}")
        of_both = await opened(desk, stack, f"?person={ana.id},{bo.id}")
        of_all = await opened(desk, stack)
        town = await desk.group(ana, bo)
        await ana.send("in the group", chat=town)
        await bo.send("alone")
        await cai.send("alone")
        await desk.person("Dan")
        await bell(desk, ana)
        made = [("message", town), ("message", town), ("groups", None), ("groups", None)]
        assert sorted(kinds(await heard(of_ana, "typing")), key=str) == sorted(
            [*made, ("message", town), ("typing", None)], key=str
        )
        found = await heard(of_both, "typing")
        assert sorted(kinds(found), key=str) == sorted(
            [*made, ("message", town), ("message", None), ("typing", None)], key=str
        )
        assert {event["person"] for event in found} == {None, ana.id, bo.id}
        assert [one["type"] for one in await heard(of_all, "typing")].count("message") == 5


async def test_who_has_left_a_group_hears_no_more_of_it(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana, bo)
    async with AsyncExitStack() as stack:
        of_bo = await opened(desk, stack, f"?person={bo.id}")
        await desk.control("POST", f"groups/{town}/members", remove=[bo.id])
        await ana.send("without Bo", chat=town)
        await desk.api("sendChatAction", chat_id=town, action="typing")
        await bell(desk, bo)
        left = [("message", town), ("groups", None), ("typing", None)]
        assert kinds(await heard(of_bo, "typing")) == left


async def test_an_answer_to_a_tap_goes_to_whoever_tapped(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana, bo)
    card = await desk.api(
        "sendMessage", chat_id=town, text="?", reply_markup=keyboard([("a", "b")])
    )
    async with AsyncExitStack() as stack:
        of_ana = await opened(desk, stack, f"?person={ana.id}")
        of_bo = await opened(desk, stack, f"?person={bo.id}")
        await bo.act("tap", message_id=card["message_id"], chat=town, button="a", timeout=0)
        query = (await desk.updates())[-1]["callback_query"]["id"]
        await desk.api("answerCallbackQuery", callback_query_id=query, text="yes")
        await bell(desk, ana, bo)
        assert [one["type"] for one in await heard(of_ana, "typing")] == ["typing"]
        assert [one["type"] for one in await heard(of_bo, "typing")] == ["answer", "typing"]


async def test_whose_events_are_wanted_is_said_in_numbers(desk: Desk):
    refused = await desk.control("GET", "events?person=1,x", 400)
    assert refused["error"] == "person: must be whole numbers with commas between"


async def test_two_hundred_pages_of_one_address_are_served(desk: Desk):
    everybody = [await desk.person(f"P{number}") for number in range(200)]
    town = await desk.group(*everybody)
    async with AsyncExitStack() as stack:
        many = await stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        )
        crowd = Desk(desk.sandbox, many)
        streams = [await opened(crowd, stack, f"?person={seat.id}") for seat in everybody]
        await everybody[0].send("hello", chat=town)
        for stream in streams:
            assert kinds(await heard(stream, "message")) == [("message", town)]
