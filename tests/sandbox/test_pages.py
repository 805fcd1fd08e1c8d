"""Pages of a long chat, searches in it, and that neither reads more than it shows."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.messenger.messages import Wanted
from sandbox.messenger.people import Chat
from tests.sandbox.desk import Desk, OpenDesk, Seat

LONG, SHORT = 10_000, 200
OLD = 7  # a topic in which nobody has written for long


async def chat_of(desk: Desk, seat: Seat, messages: int) -> Chat:
    """A private chat in which so much was written: by turns here, there and in no topic."""
    world = desk.sandbox.world
    chat = world.private(world.bot(None), world.people[seat.id])
    author = world.bot(None).as_user()
    for number in range(messages):
        thread = number % 3 or (OLD if messages > SHORT / 2 and number < 10 else 0)
        topic = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
        world.post(chat, author, {"text": f"Word {number}", **topic})
    world.storage.save()
    return chat


async def page(desk: Desk, seat: Seat, query: str) -> list[str]:
    found = await desk.control("GET", f"people/{seat.id}/{query}")
    return [one["text"] for one in found]


async def test_pages_go_back_and_forth(desk: Desk):
    ana = await desk.person()
    await chat_of(desk, ana, 10)
    words = [f"Word {number}" for number in range(10)]
    assert await page(desk, ana, "messages") == words
    assert await page(desk, ana, "messages?limit=3") == words[7:]
    assert await page(desk, ana, "messages?limit=3&before=8") == words[4:7]
    assert await page(desk, ana, "messages?limit=3&before=2") == words[:1]
    assert await page(desk, ana, "messages?limit=3&after=2") == words[2:5]
    assert await page(desk, ana, "messages?after=2&before=5") == words[2:4]
    assert await page(desk, ana, "messages?thread=0&limit=2") == [words[6], words[9]]
    assert await page(desk, ana, "messages?thread=2") == [words[2], words[5], words[8]]
    assert await page(desk, ana, f"messages?after={10**30}") == []
    await desk.control("GET", f"people/{ana.id}/messages?limit=0", 400)


async def test_a_search_finds_words_and_captions_newest_first(desk: Desk):
    ana = await desk.person()
    chat = await chat_of(desk, ana, 6)
    author = desk.sandbox.world.people[ana.id].as_user()
    desk.sandbox.world.post(chat, author, {"caption": "ÉTÉ 玻璃镇"})
    assert await page(desk, ana, "search?q=WORD&limit=2") == ["Word 5", "Word 4"]
    assert await page(desk, ana, "search?q=word&thread=0") == ["Word 3", "Word 0"]
    for words in ("été", "璃", "玻璃镇"):
        found = await desk.control("GET", f"people/{ana.id}/search?q={words}")
        assert [one["caption"] for one in found] == ["ÉTÉ 玻璃镇"]
    assert await page(desk, ana, "search?q=%25") == []
    await desk.control("GET", f"people/{ana.id}/search?q=", 400)
    town = await desk.group(await desk.person("Bo"))
    await desk.control("GET", f"people/{ana.id}/search?q=a&chat={town}", 403)


async def steps(desk: Desk, seat: Seat, query: str) -> int:
    """How much work a question is for the database, in hundreds of its own steps."""
    connection, counted = desk.sandbox.world.storage.database.connection, 0

    def count() -> None:
        nonlocal counted
        counted += 1

    connection.set_progress_handler(count, 100)
    await desk.control("GET", f"people/{seat.id}/{query}")
    connection.set_progress_handler(None, 0)
    return counted


QUERIES = [
    "messages?limit=50",
    "messages?limit=50&before={middle}",
    "messages?limit=50&after={middle}",
    "messages?limit=50&thread=1",
    "messages?limit=50&thread=7",
    "messages?after={last}",
    "search?q=word&limit=50",
    "chats",
]


@pytest.mark.parametrize("query", QUERIES)
async def test_a_page_reads_no_more_than_it_shows(open_desk: OpenDesk, query: str):
    work = []
    for length in (SHORT, LONG):
        desk = await open_desk()
        ana = await desk.person()
        chat = await chat_of(desk, ana, length)
        await ana.act("read", message_id=chat.last_id - 5)
        asked = query.format(middle=chat.last_id // 2, last=chat.last_id - 10)
        work.append(await steps(desk, ana, asked))
    short, long = work
    assert long <= short + 2


def contents(chat: Chat, **wanted: Any) -> list[object]:
    """Every answer that a chat's messages can give."""
    fits = Wanted(**wanted)
    messages = chat.messages
    newest, first = messages.newest(fits), messages.first(fits)
    return [
        [one.id for one in newest],
        [one.id for one in first],
        [one.id for one in messages.newest(fits, 3)],
        [one.id for one in messages.first(fits, 3)],
        messages.count(fits),
        [one.body["text"] for one in first],
    ]


WANTED: list[dict[str, Any]] = [
    {},
    {"after": 4, "before": 11},
    {"thread": 1},
    {"thread": 0, "after": 5},
    {"not_by": 1},
    {"words": "other"},
    {"words": "WORD 1"},
]


@pytest.mark.parametrize("wanted", WANTED)
async def test_what_is_not_written_yet_is_found_as_if_it_were(desk: Desk, wanted: dict[str, Any]):
    world, chat = desk.sandbox.world, await chat_of(desk, await desk.person(), 12)
    world.delete(chat, 6)
    world.delete(chat, 12)
    for number in (3, 8):
        chat.messages[number].body["text"] = "an Other"
        world.mark_edited(chat, chat.messages[number])
    for author in (1, 2):
        world.post(chat, {"id": author}, {"text": f"other {author}"})
    before = contents(chat, **wanted)
    world.storage.save()
    assert contents(chat, **wanted) == before
    assert before[0]
    assert 6 not in chat.messages
    assert chat.messages.get(12) is None
