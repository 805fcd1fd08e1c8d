"""Conversations on the screen: one open at a time, or each in a topic, and what answers what."""

from __future__ import annotations

import json
from io import BytesIO
from itertools import chain
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.runtime.conversations import forget
from bot.runtime.tables import shown, topics
from bot.runtime.topics import AGAIN_MS
from bot.social import calls, messaging
from services.modules import MODULES
from services.people import blocks
from tests.runtime.conftest import NewRig
from tests.sandbox.desk import OGG, png
from tests.support.photos import SECRET, photo, vast, with_archive
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID

GONE = "Bad Request: message thread not found"


FEATURES = (calls.FEATURE, messaging.FEATURE)


def detach() -> None:
    """Let a new program have the routers of an earlier one."""
    for router in chain.from_iterable(feature.routers for feature in FEATURES):
        router._parent_router = None


@pytest.fixture
async def three(new_rig: NewRig, sqlite_url: str) -> Rig:
    """Ana, Bo and Cy; not started yet."""
    detach()
    names = ("ana", "bo", "cy")
    return await new_rig(sqlite_url, names, features=lambda _: FEATURES, modules=MODULES)


@pytest.fixture
async def flat(three: Rig) -> Rig:
    """In chats that know no topics."""
    await three.start()
    return three


@pytest.fixture
async def parted(three: Rig) -> Rig:
    """In chats that have topics."""
    three.sandbox.world.bot(BOT_ID).has_topics = True
    await three.start()
    return three


async def seen(rig: Rig, name: str, words: str) -> dict[str, Any]:
    """The newest message from the bot with these words."""
    found: list[dict[str, Any]] = []

    async def look() -> bool:
        found[:] = [
            m
            for m in await rig.messages(name)
            if m["from"]["is_bot"] and words in str(m["text"] or m["caption"])
        ]
        return bool(found)

    await rig.until_async(look, f"{name} sees {words}")
    return found[-1]


async def topic_of(rig: Rig, name: str, with_whom: str) -> int:
    """The number of somebody's topic with somebody."""
    rows = rig.rows(
        select(topics.c.thread_id).where(
            topics.c.chat_id == rig.id_of(name),
            topics.c.talk == f"p:{rig.world.ids[with_whom]}",
        )
    )
    return int(rows[0].thread_id)


async def test_plain_words_go_to_whom_one_has_open_until_one_leaves(flat: Rig):
    await flat.say("ana", "/msg bo")
    card = await seen(flat, "ana", "talking to Bo")
    assert [[key["text"] for key in row] for row in card["reply_keyboard"]["keyboard"]] == [
        ["📞 Call", "💸 Pay"],
        ["🧧 Envelope", "✕ Leave the chat"],
    ]
    await flat.say("ana", "good morning")
    await seen(flat, "bo", "good morning")
    await flat.say("ana", "✕ Leave the chat")
    gone = await seen(flat, "ana", "left the conversation")
    assert gone["reply_keyboard"] == {"remove_keyboard": True}
    await flat.say("ana", "does anybody hear?")
    await seen(flat, "ana", "nobody heard that")
    assert not any("does anybody" in text for text in await flat.heard("bo"))


async def test_a_reply_answers_whom_it_came_from_whoever_is_open(flat: Rig):
    await flat.say("bo", "/msg ana from bo")
    from_bo = await seen(flat, "ana", "from bo")
    await flat.say("ana", "/msg cy")
    await seen(flat, "ana", "talking to Cy")
    await flat.say("ana", "to bo it is", reply_to=from_bo["message_id"])
    await seen(flat, "bo", "to bo it is")
    await seen(flat, "ana", "→ Bo")
    assert await flat.heard("cy") == []


async def test_a_reply_to_what_came_from_nobody_goes_to_nobody(flat: Rig):
    await flat.say("ana", "/msg cy")
    await seen(flat, "ana", "talking to Cy")
    await flat.say("ana", "/chats")
    listed = await seen(flat, "ana", "Conversations")
    await flat.say("ana", "into the void", reply_to=listed["message_id"])
    await seen(flat, "ana", "comes from nobody")
    assert await flat.heard("cy") == []


async def test_what_the_sender_changes_changes_for_the_reader(flat: Rig):
    await flat.say("ana", "/msg bo")
    await seen(flat, "ana", "talking to Bo")
    first = await flat.say("ana", "at nien")
    copy = await seen(flat, "bo", "at nien")
    await flat.say("ana", "at nine", edit=first["message_id"])
    assert (await seen(flat, "bo", "at nine"))["message_id"] == copy["message_id"]
    with flat.world.acting("bo") as town:
        blocks.block(town, flat.world.ids["ana"])
    await flat.say("ana", "at ten", edit=first["message_id"])
    await flat.say("ana", "/chats")
    await seen(flat, "ana", "Conversations")
    await flat.say("cy", "/msg bo from cy")
    await seen(flat, "bo", "from cy")
    assert not any("at ten" in text for text in await flat.heard("bo")), "none goes past a block"


async def test_what_is_forwarded_is_carried_as_words_and_never_obeyed(flat: Rig):
    typed = await flat.say("ana", "/msg cy hello")
    await seen(flat, "cy", "hello")
    await flat.say("ana", "/msg bo")
    await seen(flat, "ana", "talking to Bo")
    forwarded = {"from_chat": BOT_ID, "message_id": typed["message_id"]}
    await flat.post(f"people/{flat.id_of('ana')}/forward", **forwarded)
    assert "↪" in (await seen(flat, "bo", "msg cy hello"))["text"]
    assert len(await flat.heard("cy")) == 1


async def test_who_leaves_takes_the_links_to_their_words_along(flat: Rig):
    await flat.say("ana", "/msg bo hello")
    await seen(flat, "bo", "hello")
    mine = f":{flat.id_of('ana')}:"
    await flat.until(lambda: any(mine in row.source for row in flat.rows(select(shown))))
    with flat.eye.begin() as conn:
        forget(conn, BOT_ID, flat.id_of("ana"))
    assert not any(mine in row.source for row in flat.rows(select(shown)))


async def test_what_was_owed_at_a_kill_still_stands_for_whom_it_came_from(flat: Rig):
    rule = {"kind": "retry_after", "methods": ["sendMessage"], "retry_after": [60, 60]}
    await flat.faults(rule)
    await flat.say("bo", "/msg ana on its way: nobody will know whether it came")
    await flat.until(lambda: "sending" in flat.calls(chat_id=flat.id_of("ana")))
    await flat.say("bo", "/msg ana before the kill")
    await flat.until(lambda: flat.calls(chat_id=flat.id_of("ana")) == ["sending", "pending"])
    await flat.crash()
    await flat.faults()
    detach()
    await flat.start()
    told = await seen(flat, "ana", "before the kill")
    await flat.say("ana", "after it", reply_to=told["message_id"])
    await seen(flat, "bo", "after it")


async def test_each_conversation_has_a_topic_and_what_is_typed_there_goes_there(parted: Rig):
    await parted.say("bo", "/msg ana hello from bo")
    from_bo = await seen(parted, "ana", "hello from bo")
    assert from_bo["thread"] == await topic_of(parted, "ana", "bo")
    await parted.say("cy", "/msg ana hello from cy")
    from_cy = await seen(parted, "ana", "hello from cy")
    assert from_cy["thread"] not in {None, 0, from_bo["thread"]}
    await parted.say("ana", "for bo alone", thread=from_bo["thread"])
    answer = await seen(parted, "bo", "for bo alone")
    assert answer["thread"] == await topic_of(parted, "bo", "ana")
    assert not any("for bo alone" in text for text in await parted.heard("cy"))
    await parted.say("ana", "/chats", thread=from_cy["thread"])
    assert (await seen(parted, "ana", "Conversations"))["thread"] == from_cy["thread"]
    names = {m["service"] for m in await parted.messages("ana") if m["service"]}
    assert any("Bo" in name for name in names)


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "error", "status": 400, "description": GONE, "methods": ["sendMessage"]},
        {"kind": "general", "methods": ["sendMessage"]},
    ],
)
async def test_a_lost_topic_loses_nothing_and_is_made_anew_later(parted: Rig, trouble: Any):
    await parted.say("bo", "/msg ana first")
    old = (await seen(parted, "ana", "first"))["thread"]
    await parted.faults(trouble | {"topics": [old]})
    await parted.say("bo", "/msg ana second")
    second = await seen(parted, "ana", "second")
    assert not second["thread"]
    assert "Bo" in second["text"]
    await parted.say("ana", "I read it", reply_to=second["message_id"])
    await seen(parted, "bo", "I read it")
    await parted.say("ana", "anybody in the old one?", thread=old)
    await seen(parted, "ana", "this topic belongs to nobody")
    await parted.faults()
    await parted.say("bo", "/msg ana third")
    assert not (await seen(parted, "ana", "third"))["thread"]
    parted.pass_ms(AGAIN_MS)
    await parted.say("bo", "/msg ana fourth")
    assert (await seen(parted, "ana", "fourth"))["thread"] not in {None, 0, old}


async def test_where_no_topic_can_be_opened_everything_arrives_flat(parted: Rig):
    refused = "Bad Request: BOT_FORUM_CREATE_FORBIDDEN"
    rule = {"kind": "error", "status": 400, "description": refused}
    await parted.faults(rule | {"methods": ["createForumTopic"]})
    for words in ("one", "two"):
        await parted.say("bo", f"/msg ana {words}")
        assert not (await seen(parted, "ana", words))["thread"]
    assert len(await parted.requests("createForumTopic", parted.id_of("ana"))) == 1


async def give(rig: Rig, name: str, kind: str, content: bytes, **body: Any) -> None:
    """Somebody sends a file."""
    fields = {"kind": kind, **{key: str(value) for key, value in body.items()}}
    form = aiohttp.FormData(fields, default_to_multipart=True)
    form.add_field("file", BytesIO(content), filename="Ana Schmidt.JPG")
    async with rig.http.post(f"/control/people/{rig.id_of(name)}/media", data=form) as answer:
        assert answer.status == 200, await answer.text()


async def file_of(rig: Rig, message: dict[str, Any]) -> bytes:
    """What a message carries."""
    async with rig.http.get(message["media"]["url"]) as answer:
        return await answer.read()


async def carried(rig: Rig, name: str, kind: str) -> dict[str, Any]:
    """The newest message of a kind that somebody has."""
    found: list[dict[str, Any]] = []

    async def look() -> bool:
        found[:] = [m for m in await rig.messages(name) if (m["media"] or {}).get("kind") == kind]
        return bool(found)

    await rig.until_async(look, f"{name} gets a {kind}")
    return found[-1]


@pytest.mark.parametrize("has_topics", [False, True])
async def test_everything_is_carried_without_who_it_is_from(three: Rig, has_topics: bool):
    three.sandbox.world.bot(BOT_ID).has_topics = has_topics
    await three.start()
    await three.say("bo", "/msg ana begin")
    begin = await seen(three, "ana", "begin")
    there = {"reply_to": begin["message_id"]}
    await give(three, "ana", "photo", photo(), caption="look", **there)
    picture = await carried(three, "bo", "photo")
    assert "look" in picture["caption"]
    assert SECRET.encode() not in await file_of(three, picture)
    await give(three, "ana", "document", b"%PDF-1.7 words", **there)
    document = await carried(three, "bo", "document")
    assert await file_of(three, document) == b"%PDF-1.7 words"
    await give(three, "ana", "voice", OGG, **there)
    voice = await carried(three, "bo", "voice")
    assert await file_of(three, voice) == OGG
    await three.post(f"people/{three.id_of('ana')}/sticker", sticker="hello", **there)
    sticker = await carried(three, "bo", "sticker")
    place = {"latitude": 49.4875, "longitude": 8.466}
    await three.post(f"people/{three.id_of('ana')}/location", **place, **there)
    location = await carried(three, "bo", "location")
    told = [picture, document, voice, sticker, location]
    assert {bool(message["thread"]) for message in told} == {has_topics}
    text = json.dumps(await three.messages("bo"))
    for hidden in ("Schmidt", str(three.id_of("ana")), 'forward_origin": {'):
        assert hidden not in text
    assert three.amounts("message_sent", "ana") == [0] * 5
    await three.say("bo", "nice", reply_to=sticker["message_id"])
    await seen(three, "ana", "nice")


@pytest.mark.parametrize(
    ("kind", "begins", "more", "says"),
    [
        ("photo", png(5_000, 5_000), 0, "5000 × 5000 pixels"),
        ("voice", OGG, 50_000_000, "more than 3 MB"),
        ("document", b"%PDF", 5_000_000, "more than 5 MB"),
    ],
)
async def test_what_is_too_large_is_refused_in_words(
    flat: Rig, kind: str, begins: bytes, more: int, says: str
):
    await flat.say("ana", "/msg bo")
    await seen(flat, "ana", "talking to Bo")
    await give(flat, "ana", kind, begins + bytes(more))
    await seen(flat, "ana", says)
    assert await flat.heard("bo") == []
    assert flat.amounts("message_sent") == []


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", photo()[:-40]),
        ("document", photo()[:-40]),
        ("document", vast(5_000)),
        ("document", b"\0\0\0\x18ftypheic" + SECRET.encode()),
    ],
)
async def test_who_sends_what_cannot_be_painted_anew_hears_of_it(
    flat: Rig, kind: str, content: bytes
):
    await flat.say("ana", "/msg bo")
    await seen(flat, "ana", "talking to Bo")
    await give(flat, "ana", kind, content)
    await seen(flat, "ana", "Your picture or film reached nobody")
    assert await flat.heard("bo") == []


async def test_a_picture_in_a_file_loses_the_archive_behind_it(flat: Rig):
    await flat.say("ana", "/msg bo")
    await seen(flat, "ana", "talking to Bo")
    await give(flat, "ana", "document", with_archive(photo("PNG")))
    received = await file_of(flat, await carried(flat, "bo", "document"))
    assert received.startswith(b"\x89PNG")
    assert b"PK" not in received
    assert SECRET.encode() not in received
