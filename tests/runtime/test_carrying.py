"""What is carried from one to others, and what is not: nobody gets half of anything unawares."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from sqlalchemy import delete, select

from bot.runtime.tables import shown
from services.social import friends as ties
from services.social.moments.tables import moments as posts
from tests.runtime.conftest import NewRig
from tests.runtime.test_asked import three_people
from tests.runtime.test_conversations import carried, give, seen
from tests.support.photos import SECRET, photo
from tests.support.runtime import Rig
from tests.support.settling import BOT_ID

FILM = b"\0\0\0\x18ftypmp42" + SECRET.encode()
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 9}
CLIP = FILE | {"width": 9, "height": 9, "duration": 1}
NOT_CARRIED: dict[str, tuple[Any, str]] = {
    "video": (CLIP, "A film is not carried"),
    "video_note": (FILE | {"length": 9, "duration": 1}, "A film is not carried"),
    "animation": (CLIP, "A film is not carried"),
    "audio": (FILE | {"duration": 1, "performer": "Ana Schmidt"}, "Record a voice message"),
    "contact": ({"phone_number": "+49 621", "first_name": "Ana Schmidt"}, "who anybody is outside"),
    "poll": (
        {
            "id": "1",
            "question": "Tea?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        },
        "Ask in words",
    ),
    "dice": ({"emoji": "🎲", "value": 6}, "Dice and games"),
    "story": ({"chat": {"id": 9, "type": "private"}, "id": 1}, "This kind of message"),
    "something_of_next_year": ({}, "This kind of message"),
}


@pytest.fixture
async def rig(new_rig: NewRig, sqlite_url: str) -> Rig:
    """Ana is talking to Bo."""
    made = await three_people(new_rig, sqlite_url)
    with made.world.office() as town:
        ties.acquaint(town, made.world.ids["ana"], made.world.ids["bo"])
    await made.start()
    await made.say("ana", "/msg bo")
    await seen(made, "ana", "talking to Bo")
    return made


async def test_what_is_not_carried_is_refused_with_why_and_what_to_do(rig: Rig):
    ana = rig.id_of("ana")
    message = {
        "date": 1,
        "chat": {"id": ana, "type": "private"},
        "from": {"id": ana, "is_bot": False, "first_name": "Ana", "language_code": "en"},
        "caption": "look at this",
    }
    updates = rig.sandbox.world.bot(BOT_ID).updates
    for number, (kind, (content, says)) in enumerate(NOT_CARRIED.items()):
        told = len(await rig.heard("ana"))
        raw = message | {"message_id": 10_000 + number, kind: content}
        updates.add("message", raw | ({"document": FILE} if kind == "animation" else {}), kind)

        async def is_told(after: int = told) -> bool:
            return len(await rig.heard("ana")) > after

        await rig.until_async(is_told, kind)
        answer = (await rig.heard("ana"))[-1]
        assert says in answer, kind
        assert "nor the words below it" in answer, kind
    assert await rig.heard("bo") == []
    assert rig.amounts("message_sent") == []


@pytest.mark.parametrize("content", [FILM, b"\0\0\0\x18ftypheic" + SECRET.encode()])
async def test_a_film_or_heic_in_a_file_reaches_nobody_and_its_sender_hears_once(
    rig: Rig, content: bytes
):
    await rig.say("ana", "/groups new Tea")
    await seen(rig, "ana", "Tea is made")
    for name in ("bo", "cy"):
        await rig.tap("ana", f"gi:1:{rig.world.ids[name]}")
        await seen(rig, name, "asks you into the group Tea")
        await rig.tap(name, "gj:1:1")
        await seen(rig, name, "You are in Tea now")
    await rig.tap("ana", "gc:1")
    await seen(rig, "ana", "You are in Tea now")
    await give(rig, "ana", "document", content, caption="look")
    await seen(rig, "ana", "HEIC pictures and film files are not carried")
    await rig.until(lambda: not {"pending", "sending"} & set(rig.calls()))
    heard = [text for text in await rig.heard("ana") if "reached nobody" in text]
    assert len(heard) == 1, "once, however many were to get it"
    for name in ("bo", "cy"):
        assert not any("look" in text for text in await rig.heard(name))


async def test_of_an_album_every_picture_is_carried_and_what_is_none_is_said(rig: Rig):
    form = aiohttp.FormData({"kind": "photo", "caption": "three"}, default_to_multipart=True)
    for content in (photo(), photo()[:-40], photo()):
        form.add_field("file", content, filename="x.jpg")
    async with rig.http.post(f"/control/people/{rig.id_of('ana')}/media", data=form) as answer:
        assert answer.status == 200
    await seen(rig, "ana", "Your picture or film reached nobody")
    await rig.until(lambda: not {"pending", "sending"} & set(rig.calls()))
    got = [one["caption"] for one in await rig.messages("bo") if one["media"]]
    assert len(got) == 2
    assert "three" in got[0]


async def test_what_is_forwarded_never_names_who_said_it_first(rig: Rig):
    dee = await rig.post("people", first_name="Dorothea Outside", language_code="en")
    group = await rig.post("groups", title="Elsewhere", members=[dee["id"], rig.id_of("ana")])
    words = await rig.post(f"people/{dee['id']}/send", text="meet me", chat=group["id"])
    await give_in(rig, dee["id"], group["id"])
    here = await rig.get(f"people/{rig.id_of('ana')}/messages?chat={group['id']}")
    pictured = next(one for one in here if one["media"])
    for one in (words, pictured):
        forwarded = {"from_chat": group["id"], "message_id": one["message_id"]}
        await rig.post(f"people/{rig.id_of('ana')}/forward", **forwarded)
    assert "↪" in (await seen(rig, "bo", "meet me"))["text"]
    assert "↪" in (await carried(rig, "bo", "photo"))["caption"]
    told = json.dumps(await rig.messages("bo"))
    for hidden in ("Dorothea", str(dee["id"]), "Elsewhere", 'forward_origin": {', "Schmidt"):
        assert hidden not in told


async def give_in(rig: Rig, person: int, chat: int) -> None:
    fields = {"kind": "photo", "chat": str(chat), "caption": "my house"}
    form = aiohttp.FormData(fields, default_to_multipart=True)
    form.add_field("file", photo(), filename="Ana Schmidt.JPG")
    async with rig.http.post(f"/control/people/{person}/media", data=form) as answer:
        assert answer.status == 200, await answer.text()


async def test_a_reply_to_what_is_known_no_more_goes_to_nobody_and_says_so(rig: Rig):
    await rig.say("cy", "/msg ana hello from cy")
    hello = await seen(rig, "ana", "hello from cy")
    await rig.until(lambda: not {"pending", "sending"} & set(rig.calls()))
    with rig.eye.begin() as conn:
        conn.execute(delete(shown))
    await rig.say("ana", "for cy alone", reply_to=hello["message_id"])
    told = await seen(rig, "ana", "nobody knows any more whose it was")
    assert "your words still stand above" in told["text"]
    await rig.until(lambda: not {"pending", "sending"} & set(rig.calls()))
    for name in ("bo", "cy"):
        assert not any("for cy alone" in text for text in await rig.heard(name))


async def test_a_moment_whose_photo_cannot_be_shown_says_so_to_both(rig: Rig):
    await give(rig, "ana", "photo", photo()[:-40], caption="/moments snow")
    await seen(rig, "ana", "It cannot be shown")
    assert [row.words for row in rig.rows(select(posts))] == ["snow"]
    await rig.say("bo", "/moments")
    await seen(rig, "bo", "snow")
    await rig.tap("bo", "om:1")
    await seen(rig, "bo", "There is a photo, which cannot be shown")
    assert not [one for one in await rig.messages("bo") if one["media"]]
