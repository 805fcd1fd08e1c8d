"""What bots send besides words: albums, other media in old messages, stickers, places, pins."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import (
    OGG,
    PNG,
    Desk,
    Json,
    ManualClock,
    OpenDesk,
    Refused,
    heard,
    keyboard,
    post_form,
    upload,
    webp,
)

TWO = {"one": (PNG, "one.png"), "two": (PNG, "two.png")}


def photo(name: str, **fields: Any) -> Json:
    return {"type": "photo", "media": name, **fields}


def document(name: str, **fields: Any) -> Json:
    return {"type": "document", "media": name, **fields}


async def test_an_album_goes_up_in_one_request(desk: Desk):
    ana = await desk.starter()
    start = (await ana.sees())[0]["message_id"]
    known = (await upload(desk, "sendPhoto", ana.id, PNG, "a.png"))["photo"][0]["file_id"]
    media = [
        photo("attach://one", caption="<b>all</b>", parse_mode="HTML", has_spoiler=True),
        photo("attach://two", caption="two", caption_entities=[
            {"type": "italic", "offset": 0, "length": 3}
        ]),
        photo(known),
    ]  # fmt: skip
    fields = {"chat_id": ana.id, "media": media, "reply_parameters": {"message_id": start}}
    sent = await post_form(desk, "sendMediaGroup", TWO, **fields)
    assert [one.get("caption") for one in sent] == ["all", "two", None]
    assert [one["reply_to_message"]["message_id"] for one in sent] == [start] * 3
    (group,) = {one["media_group_id"] for one in sent}
    seen = (await ana.sees())[-3:]
    assert [one["album"] for one in seen] == [group] * 3
    assert [one["entities"][0]["type"] for one in seen[:2]] == ["bold", "italic"]
    assert seen[0]["media"]["spoiler"] is True
    assert sent[2]["photo"][0]["file_id"] == known


async def test_attached_files_are_no_parameters(open_desk: OpenDesk):
    desk = await open_desk(strict=True)
    ana = await desk.starter()
    media = [photo("attach://one"), photo("attach://two")]
    assert await post_form(desk, "sendMediaGroup", TWO, chat_id=ana.id, media=media)
    log = await desk.control("GET", "log?method=sendMediaGroup")
    assert log["requests"][0]["unknown_parameters"] == []
    with pytest.raises(Refused, match='unknown parameter "colour"'):
        await post_form(desk, "sendMediaGroup", TWO, chat_id=ana.id, media=media, colour="red")


async def test_one_file_is_no_album(desk: Desk):
    ana = await desk.starter()
    (sent,) = await post_form(
        desk, "sendMediaGroup", TWO, chat_id=ana.id, media=[document("attach://one")]
    )
    assert "media_group_id" not in sent
    assert sent["document"]["file_name"] == "one.png"


ALBUMS = {
    "none": ([], "there are no messages to send"),
    "too many": ([photo("attach://one")] * 11, "too many messages to send as an album"),
    "mixed": (
        [photo("attach://one"), document("attach://two")],
        "document can't be mixed with other media types",
    ),
    "captions here and there": (
        [photo("attach://one", show_caption_above_media=True), photo("attach://two")],
        "parameter show_caption_above_media must be the same for all messages",
    ),
    "not attached": ([photo("attach://three")], "can't parse InputMedia: media not found"),
    "unknown": (
        [photo("attach://one"), photo("nothing")],
        "failed to send message #2 with the error message "
        '"Wrong file identifier/HTTP URL specified"',
    ),
    "no picture": (
        [photo("attach://one"), photo("attach://text")],
        'failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"',
    ),
    "long": ([photo("attach://one", caption="x" * 1025)], "message caption is too long"),
    "bad markup": (
        [photo("attach://one", caption="<b>", parse_mode="HTML")],
        "can't parse InputMedia: can't parse entities: "
        'Can\'t find end tag corresponding to start tag "b"',
    ),
}


@pytest.mark.parametrize("case", ALBUMS)
async def test_an_album_goes_as_a_whole_or_not_at_all(desk: Desk, case: str):
    media, words = ALBUMS[case]
    ana = await desk.starter()
    files = {**TWO, "text": (b"no picture", "a.png")}
    with pytest.raises(Refused) as refused:
        await post_form(desk, "sendMediaGroup", files, chat_id=ana.id, media=media)
    assert refused.value.description == f"Bad Request: {words}"
    assert len(await ana.sees()) == 1


async def test_each_file_of_an_album_counts(open_desk: OpenDesk, hands: ManualClock):
    desk = await open_desk(hands, limits=True)
    ana = await desk.starter()
    media = [document("attach://one")] * 10
    await post_form(desk, "sendMediaGroup", TWO, chat_id=ana.id, media=media)
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=ana.id, text="x")
    assert refused.value.parameters == {"retry_after": 6}, "ten of five"
    town = await desk.group(ana)
    hands.pass_s(60)
    await desk.api("sendMessage", chat_id=town, text="x")
    hands.pass_s(1)
    for _ in range(2):
        await post_form(desk, "sendMediaGroup", TWO, chat_id=town, media=media)
        hands.pass_s(1)
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=town, text="x")
    assert refused.value.parameters == {"retry_after": 58}, "21 of 20: one gone is not enough"


async def test_other_media_take_the_place_of_old_ones(desk: Desk):
    ana = await desk.starter()
    sent = await desk.api(
        "sendMessage", chat_id=ana.id, text="soon", reply_markup=keyboard([("a", "b")])
    )
    place: Json = {"chat_id": ana.id, "message_id": sent["message_id"]}
    fields = {
        "media": photo("attach://one", caption="here", show_caption_above_media=True),
        "reply_markup": keyboard([("c", "d")]),
    }
    edited = await post_form(desk, "editMessageMedia", TWO, **place, **fields)
    assert (edited["caption"], edited["photo"][0]["width"], "text" in edited) == ("here", 2, False)
    assert edited["show_caption_above_media"] is True
    seen = (await ana.sees())[-1]
    assert (seen["media"]["kind"], seen["edited"], seen["text"]) == ("photo", True, None)
    assert seen["buttons"][0][0]["text"] == "c"
    same = photo(edited["photo"][0]["file_id"], caption="here", show_caption_above_media=True)
    with pytest.raises(Refused, match="message is not modified"):
        await desk.api("editMessageMedia", **place, media=same, reply_markup=fields["reply_markup"])
    files = {"paper": (b"a,b", "sums.csv")}
    edited = await post_form(
        desk, "editMessageMedia", files, **place, media=document("attach://paper")
    )
    assert set(edited) & {"photo", "caption", "reply_markup", "show_caption_above_media"} == set()
    assert edited["document"]["file_name"] == "sums.csv"


async def test_media_cannot_take_every_place(desk: Desk):
    ana = await desk.starter()
    voice = await upload(desk, "sendVoice", ana.id, OGG, "a.ogg")
    album = await post_form(
        desk, "sendMediaGroup", TWO, chat_id=ana.id, media=[photo("attach://one"), photo("attach://two")]
    )  # fmt: skip
    own = (await ana.sees())[0]
    for message, words in [
        (voice, "there is no media in the message to edit"),
        (album[0], "can't change media type in the album"),
        (own, "message can't be edited"),
        ({"message_id": 999}, "message to edit not found"),
    ]:
        place: Json = {"chat_id": ana.id, "message_id": message["message_id"]}
        with pytest.raises(Refused, match=words):
            await post_form(desk, "editMessageMedia", TWO, **place, media=document("attach://one"))
    place = {"chat_id": ana.id, "message_id": album[0]["message_id"]}
    edited = await post_form(desk, "editMessageMedia", TWO, **place, media=photo("attach://two"))
    assert edited["media_group_id"] == album[0]["media_group_id"]


async def test_a_bot_draws_a_sticker_of_its_own(desk: Desk):
    ana = await desk.starter()
    sent = await upload(desk, "sendSticker", ana.id, webp(512, 300), "a.webp", emoji="🐼")
    assert (sent["sticker"]["width"], sent["sticker"]["height"]) == (512, 300)
    assert (sent["sticker"]["emoji"], "set_name" in sent["sticker"]) == ("🐼", False)
    for data in (PNG, webp(513, 300), b"<svg/>"):
        sent = await upload(desk, "sendSticker", ana.id, data, "a.webp")
        assert "document" in sent, "shown as a file, as on Telegram"
    with pytest.raises(Refused, match="there is no sticker in the request"):
        await desk.api("sendSticker", chat_id=ana.id)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Sandbox Bot pinned “{}”"), ("zh-hans", "Sandbox Bot置顶了“{}”")]
)
async def test_a_pin_is_said_in_the_chat_once(desk: Desk, language: str, words: str):
    ana = await desk.starter(language_code=language)
    sent = await desk.api("sendMessage", chat_id=ana.id, text="x" * 50)
    place: Json = {"chat_id": ana.id, "message_id": sent["message_id"]}
    for _ in range(2):
        await desk.api("pinChatMessage", **place)
    seen = await ana.sees()
    assert [one["pinned"] for one in seen] == [False, True, False]
    assert seen[-1]["service"] == words.format(f"{'x' * 40}…")
    assert (await heard(desk))["pinned_message"]["message_id"] == sent["message_id"]
    pinned = (await desk.api("getChat", chat_id=ana.id))["pinned_message"]
    assert pinned["message_id"] == sent["message_id"]
    with pytest.raises(Refused, match="message can't be pinned"):
        await desk.api("pinChatMessage", chat_id=ana.id, message_id=seen[-1]["message_id"])


async def test_places_stand_move_and_stop(timed: Desk, hands: ManualClock):
    ana = await timed.starter()
    here: Json = {"latitude": 31.23, "longitude": 121.47}
    sent = await timed.api("sendLocation", chat_id=ana.id, **here, horizontal_accuracy=9.5)
    assert sent["location"] == {**here, "horizontal_accuracy": 9.5}
    with pytest.raises(Refused, match="message can't be edited"):
        await timed.api("stopMessageLiveLocation", chat_id=ana.id, message_id=sent["message_id"])
    live = await timed.api("sendLocation", chat_id=ana.id, **here, live_period=60, heading=90)
    place: Json = {"chat_id": ana.id, "message_id": live["message_id"]}
    moved = await timed.api("editMessageLiveLocation", **place, latitude=0.0000001, longitude=2)
    assert moved["location"] == {"latitude": 1e-7, "longitude": 2.0, "live_period": 60}
    assert (await ana.sees())[-1]["media"]["longitude"] == 2.0
    stopped = await timed.api("stopMessageLiveLocation", **place)
    assert stopped["location"] == {"latitude": 1e-7, "longitude": 2.0}
    live = await timed.api("sendLocation", chat_id=ana.id, **here, live_period=60)
    hands.pass_s(60)
    with pytest.raises(Refused, match="message can't be edited"):
        await timed.api("stopMessageLiveLocation", **{**place, "message_id": live["message_id"]})


async def test_a_venue_has_a_name(desk: Desk):
    ana = await desk.starter()
    here: Json = {"latitude": 31.23, "longitude": 121.47}
    words: Json = {"title": "Tea house", "address": "Bund 1", "foursquare_id": "x"}
    sent = await desk.api("sendVenue", chat_id=ana.id, **here, **words)
    assert (sent["venue"], sent["location"]) == ({"location": here, **words}, here)
    shown = (await ana.sees())[-1]["media"]
    assert (shown["kind"], shown["venue"]["title"]) == ("location", "Tea house")
    copied = await desk.api(
        "forwardMessage", chat_id=ana.id, from_chat_id=ana.id, message_id=sent["message_id"]
    )
    assert copied["venue"] == sent["venue"]
