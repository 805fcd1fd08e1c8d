"""What people send besides words, and what their bots hear of it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest

from tests.sandbox.desk import (
    OGG,
    PNG,
    Desk,
    ManualClock,
    OpenDesk,
    Refused,
    Seat,
    download,
    heard,
    share,
)


async def test_a_photo_of_a_person_reaches_the_bot_and_comes_back(desk: Desk):
    ana = await desk.starter()
    (sent,) = await share(ana, "photo", (PNG, "me.png"), caption="me at https://x.org")
    assert (sent["media"]["kind"], sent["caption"], sent["text"]) == (
        "photo", "me at https://x.org", None,
    )  # fmt: skip
    assert (sent["can_edit"], sent["can_delete"], sent["album"]) == (True, True, None)
    message = await heard(desk)
    (size,) = message["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (2, 3, len(PNG))
    assert message["caption_entities"][0]["type"] == "url"
    assert "media_group_id" not in message
    assert await download(desk, size["file_id"]) == PNG
    again = await desk.api("sendPhoto", chat_id=ana.id, photo=size["file_id"])
    assert again["photo"][0]["file_unique_id"] == size["file_unique_id"]


async def test_a_voice_and_a_document_keep_what_they_are(desk: Desk):
    ana = await desk.starter()
    (voice,) = await share(ana, "voice", (OGG, "blob"), duration=7)
    assert (voice["media"]["kind"], voice["media"]["duration"]) == ("voice", 7)
    told = (await heard(desk))["voice"]
    assert (told["duration"], told["mime_type"]) == (7, "audio/ogg")
    again = await desk.api("sendVoice", chat_id=ana.id, voice=told["file_id"])
    assert again["voice"]["duration"] == 7
    (paper,) = await share(ana, "document", (b"a,b", "sums.csv"), reply_to=voice["message_id"])
    assert (paper["media"]["file_name"], paper["reply_to"]) == ("sums.csv", voice["message_id"])
    message = await heard(desk)
    assert message["document"]["file_name"] == "sums.csv"
    assert message["reply_to_message"]["voice"]["file_id"] == told["file_id"]
    assert await download(desk, message["document"]["file_id"]) == b"a,b"


async def test_several_files_are_an_album_with_one_caption(desk: Desk):
    ana = await desk.starter()
    sent = await share(ana, "document", *[(b"x", f"{n}.txt") for n in range(10)], caption="all")
    assert len({one["album"] for one in sent}) == 1
    assert [one["caption"] for one in sent] == ["all", *[None] * 9]
    told = [update["message"] for update in await desk.fresh()]
    assert [one["document"]["file_name"] for one in told] == [f"{n}.txt" for n in range(10)]
    assert {one["media_group_id"] for one in told} == {sent[0]["album"]}
    assert len({one["document"]["file_id"] for one in told}) == 10
    other = await share(ana, "photo", (PNG, "a"), (PNG, "b"))
    assert other[0]["album"] != sent[0]["album"]


async def test_stickers_are_listed_sent_and_sent_back(desk: Desk):
    ana = await desk.starter()
    offered = await desk.control("GET", "stickers")
    assert len({one["name"] for one in offered}) == len(offered) >= 10
    for one in offered:
        async with desk.session.get(desk.url + one["url"]) as response:
            assert (response.status, response.content_type) == (200, "image/webp")
            assert len(await response.read()) < 64 * 1024
    sent = await ana.act("sticker", sticker=offered[0]["name"])
    assert sent["media"] == {
        "kind": "sticker", "emoji": offered[0]["emoji"], "width": 512, "height": 512,
    } | {name: sent["media"][name] for name in ("file_id", "url", "file_size")}  # fmt: skip
    assert not sent["can_edit"]
    told = (await heard(desk))["sticker"]
    assert (told["emoji"], told["type"], told["is_video"]) == (
        offered[0]["emoji"], "regular", False,
    )  # fmt: skip
    await desk.api("sendSticker", chat_id=ana.id, sticker=told["file_id"])
    assert (await ana.sees())[-1]["media"]["emoji"] == offered[0]["emoji"]
    found = await desk.api("getStickerSet", name=told["set_name"])
    assert [one["emoji"] for one in found["stickers"]] == [one["emoji"] for one in offered]
    assert found["stickers"][0]["file_id"] == told["file_id"]
    with pytest.raises(Refused, match="STICKERSET_INVALID"):
        await desk.api("getStickerSet", name="others")
    await ana.act("sticker", 404, sticker="../stickers")


async def test_a_place_is_sent(desk: Desk):
    ana = await desk.starter()
    sent = await ana.act("location", latitude=31.2304, longitude=121.4737)
    assert sent["media"] == {"kind": "location", "latitude": 31.2304, "longitude": 121.4737}
    assert (await heard(desk))["location"] == {"latitude": 31.2304, "longitude": 121.4737}
    await ana.act("location", 400, latitude=91, longitude=0)
    await ana.act("location", 400, latitude="here", longitude=0)


async def test_texts_and_captions_of_ones_own_can_be_changed_for_two_days(
    timed: Desk, hands: ManualClock
):
    ana = await timed.starter()
    (photo,) = await share(ana, "photo", (PNG, "a.png"), caption="one")
    await timed.fresh()
    edited = await ana.send("two", edit=photo["message_id"])
    assert (edited["caption"], edited["edited"], edited["text"]) == ("two", True, None)
    told = await heard(timed, "edited_message")
    assert (told["caption"], told["photo"][0]["width"]) == ("two", 2)
    assert (await ana.send("", edit=photo["message_id"]))["caption"] is None
    place = await ana.act("location", latitude=0, longitude=0)
    await ana.act("send", 403, text="x", edit=place["message_id"])
    answer = await timed.api("sendMessage", chat_id=ana.id, text="x")
    await ana.act("send", 403, text="y", edit=answer["message_id"])
    hands.pass_s(48 * 3600 + 1)
    await ana.act("send", 403, text="three", edit=photo["message_id"])
    assert [one["can_edit"] for one in await ana.sees()] == [False] * 4


async def test_who_may_delete_what(timed: Desk, hands: ManualClock):
    ana, bo = await timed.starter(), await timed.starter("Bo")
    town = await timed.group(ana, bo)
    own = await ana.send("mine")
    answer = await timed.api("sendMessage", chat_id=ana.id, text="the bot's")
    hands.pass_s(90 * 86_400)
    await timed.fresh()
    for message in (own, answer):
        await ana.act("delete", message_id=message["message_id"])
    assert [one["text"] for one in await ana.sees()] == ["/start"]
    assert await timed.fresh() == [], "bots hear nothing of it"
    first, second = await ana.send("a", chat=town), await bo.send("b", chat=town)
    await bo.act("delete", 403, chat=town, message_id=first["message_id"])
    assert not (await bo.sees(town))[-2]["can_delete"]
    await bo.act("delete", chat=town, message_id=second["message_id"])
    third = await bo.send("c", chat=town)
    await ana.act("delete", chat=town, message_id=third["message_id"])
    await ana.act("delete", 404, chat=town, message_id=third["message_id"])


async def test_a_new_name_is_seen_in_what_comes_later(desk: Desk):
    ana = await desk.starter("Ana", username="ana_b", last_name="Old", language_code="en")
    await desk.starter("Bo", username="bo_b")
    shown = await ana.act(
        "profile", first_name=" An\u202ena\n", last_name=None, username="anna", language_code="zh"
    )
    assert (shown["name"], shown["username"]) == ("An na", "anna")
    await ana.send("hi")
    assert (await heard(desk))["from"] == {
        "id": ana.id, "is_bot": False, "first_name": "An na", "username": "anna",
        "language_code": "zh",
    }  # fmt: skip
    await ana.act("profile", username="ANNA")
    await ana.act("profile", 409, username="BO_B")
    await ana.act("profile", 400, username="9")
    await ana.act("profile", 400, first_name="\u200f \u202e")
    await ana.act("profile", 400, nickname="A")
    await ana.act("profile", 400, language_code="en\n")
    await ana.act("profile", language_code="zh-Hans-CN")
    assert (await ana.act("profile"))["username"] == "ANNA"


async def test_each_bot_has_its_own_id_for_a_file(desk: Desk):
    other = "99:SANDBOX-O"
    await desk.api("getMe", token=other)
    ana = await desk.starter()
    town = await desk.group(ana, bots=[desk.sandbox.world.bot(None).id, 99])
    await desk.control(
        "POST", f"groups/{town}/members", promote=[99, desk.sandbox.world.bot(None).id]
    )
    await desk.fresh()
    await share(ana, "photo", (PNG, "a.png"), chat=town, caption="x")
    ours = (await heard(desk))["photo"][0]
    theirs = (await desk.api("getUpdates", token=other, offset=-1))[0]["message"]["photo"][0]
    assert ours["file_unique_id"] == theirs["file_unique_id"]
    assert ours["file_id"] != theirs["file_id"]
    assert await download(desk, ours["file_id"]) == PNG
    assert await download(desk, theirs["file_id"], token=other) == PNG
    assert len({one["file_id"][-10:] for one in (ours, theirs)}) == 1, "a key nobody guesses"
    assert (
        ours["file_id"][-10:]
        != (await share(ana, "photo", (PNG, "b")))[0]["media"]["file_id"][-10:]
    )
    with pytest.raises(Refused, match="invalid file_id"):
        await desk.api("getFile", file_id=theirs["file_id"])
    with pytest.raises(Refused, match="wrong file identifier"):
        await desk.api("sendPhoto", chat_id=town, photo=theirs["file_id"])
    await ana.send("/start", bot=99)
    seen = (await ana.sees(town))[-1]
    await ana.act("forward", from_chat=town, message_id=seen["message_id"], chat=99)
    forwarded = (await desk.api("getUpdates", token=other, offset=-1))[0]["message"]
    assert forwarded["photo"][0]["file_id"] == theirs["file_id"]


async def test_screens_hear_of_all_of_it(desk: Desk):
    ana = await desk.starter()
    async with desk.session.get(f"{desk.url}/control/events") as stream:
        (sent,) = await share(ana, "photo", (PNG, "a"))
        place = {"message_id": sent["message_id"]}
        await ana.act("react", emoji="🔥", **place)
        await ana.act("react", emoji="🔥", **place)
        await ana.act("delete", **place)
        await ana.act("profile", first_name="Anna")
        told = [json.loads(await line(stream)) for _ in range(4)]
    assert [(one["type"], one.get("message_id")) for one in told] == [
        ("message", sent["message_id"]),
        ("reaction", sent["message_id"]),
        ("deleted", sent["message_id"]),
        ("people", None),
    ]
    assert {one["person"] for one in told} == {ana.id}


async def line(stream: aiohttp.ClientResponse) -> bytes:
    async with asyncio.timeout(30):
        while not (read := await stream.content.readline()).startswith(b"data: "):
            assert read, "the stream has ended"
    return read.removeprefix(b"data: ")


async def test_what_was_sent_is_there_after_a_restart(open_desk: OpenDesk, tmp_path: Path):
    before = await open_desk(state=tmp_path / "state.json")
    ana = await before.starter()
    await share(ana, "voice", (OGG, "a"), duration=7)
    (sent,) = await share(ana, "photo", (PNG, "a"), caption="c")
    await ana.act("sticker", sticker="tea")
    await ana.act("react", message_id=sent["message_id"], emoji="🔥")
    message = (await before.fresh())[0]["message"]
    seen = await ana.sees()
    await before.sandbox.stop()

    after = await open_desk(state=tmp_path / "state.json")
    back = Seat(after, ana.id)
    assert await back.sees() == seen
    again = await after.api("sendVoice", chat_id=ana.id, voice=message["voice"]["file_id"])
    assert again["voice"] == message["voice"]
    (new,) = await share(back, "photo", (PNG, "b"), caption="new")
    for one in (*seen[1:], new):
        async with after.session.get(after.url + one["media"]["url"]) as response:
            assert response.status == 200
    assert len(await after.control("GET", "stickers")) >= 10
