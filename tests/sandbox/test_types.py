"""Answers and updates keep to the published types: nothing is missing, nothing is more."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter

from sandbox.botapi.methods.registry import entries
from tests.sandbox.desk import OGG, PNG, Desk, Json, Seat, keyboard, post_form, share, webp

FILES = {
    "picture": (PNG, "a.png"),
    "sound": (OGG, "a.ogg"),
    "paper": (b"a,b", "a.csv"),
    "drawing": (webp(512, 512), "a.webp"),
}
HERE: Json = {"latitude": 31.2, "longitude": 121.5}
KEYS: Json = {"reply_markup": keyboard([("a", "b")])}
FIRE = [{"type": "emoji", "emoji": "🔥"}]
COMMANDS = [{"command": "help", "description": "Help"}]
PHOTO = {"type": "photo", "media": "attach://picture", "caption": "c"}
IN_TOPIC = {"message_thread_id": "topic", "chat_id": "FORUM"}
PAPER = {"type": "document", "media": "attach://paper"}

# What is sent, and with `of`, the kind of message that is meant by `message_id`.
CALLS: dict[str, Json] = {
    "getUpdates": {}, "getMe": {}, "logOut": {}, "close": {}, "getWebhookInfo": {},
    "setWebhook": {"url": "http://127.0.0.1:1/"}, "deleteWebhook": {},
    "sendMessage": {"text": "<b>a</b> https://x.org", "parse_mode": "HTML", **KEYS},
    "sendPhoto": {"photo": "attach://picture", "caption": "c", "has_spoiler": True},
    "sendVoice": {"voice": "attach://sound", "duration": 3},
    "sendDocument": {"document": "attach://paper"},
    "sendSticker": {"sticker": "attach://drawing", "emoji": "🐼"},
    "sendMediaGroup": {"media": [PHOTO, PHOTO]},
    "sendLocation": {**HERE, "live_period": 60, "heading": 1, "horizontal_accuracy": 5},
    "sendVenue": {**HERE, "title": "t", "address": "a", "google_place_id": "x"},
    "sendPoll": {"question": "?", "options": ["x", "y"], "is_anonymous": False},
    "forwardMessage": {"of": "text"}, "copyMessage": {"of": "photo", "caption": "d"},
    "editMessageText": {"of": "text", "text": "b"},
    "editMessageCaption": {"of": "photo", "caption": "b"},
    "editMessageReplyMarkup": {"of": "text", **KEYS},
    "editMessageMedia": {"of": "text", "media": PAPER},
    "editMessageLiveLocation": {"of": "place", **HERE, "heading": 9},
    "stopMessageLiveLocation": {"of": "place"},
    "stopPoll": {"of": "poll"},
    "setMessageReaction": {"of": "text", "reaction": FIRE},
    "pinChatMessage": {"of": "text"}, "unpinChatMessage": {}, "unpinAllChatMessages": {},
    "deleteMessage": {"of": "text"}, "deleteMessages": {"message_ids": [1]},
    "sendChatAction": {"action": "typing"},
    "answerCallbackQuery": {"callback_query_id": "tap"},
    "getStickerSet": {"name": "sandbox_friends"}, "getFile": {"file_id": "picture"},
    "setMyName": {"name": "n"}, "getMyName": {}, "setMyDescription": {}, "getMyDescription": {},
    "setMyShortDescription": {}, "getMyShortDescription": {},
    "setMyCommands": {"commands": COMMANDS}, "getMyCommands": {}, "deleteMyCommands": {},
    "setChatMenuButton": {}, "getChatMenuButton": {},
    "getChat": {}, "getChatMember": {"user_id": "ANA"}, "getChatMemberCount": {},
    "getChatAdministrators": {"chat_id": "TOWN"}, "leaveChat": {"chat_id": "TOWN"},
    "getUserProfilePhotos": {"user_id": "ANA"},
    "createForumTopic": {"name": "n", "icon_custom_emoji_id": "5", "chat_id": "FORUM"},
    "editForumTopic": {"name": "m", **IN_TOPIC}, "closeForumTopic": IN_TOPIC,
    "reopenForumTopic": {"message_thread_id": "closed", "chat_id": "FORUM"},
    "deleteForumTopic": IN_TOPIC, "unpinAllForumTopicMessages": IN_TOPIC,
    "getForumTopicIconStickers": {},
}  # fmt: skip

FORMER = {
    "all_members_are_administrators", "forward_date", "forward_from", "forward_from_chat",
    "forward_from_message_id", "left_chat_participant", "new_chat_member", "new_chat_participant",
}  # fmt: skip
"""Fields of old that Telegram's server still sends and no longer describes."""


def check(value: object) -> None:
    """No field that nobody has published, however deep."""
    if isinstance(value, BaseModel):
        more = (value.model_extra or {}).keys() - FORMER
        assert not more, (type(value).__name__, more)
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            check(one)


async def messages(desk: Desk, ana: Seat) -> Json:
    """One of the bot's messages of each kind."""
    send = partial(desk.api, chat_id=ana.id)
    return {
        "text": await send("sendMessage", text="a"),
        "poll": await send("sendPoll", question="?", options=["x"]),
        "place": await send("sendLocation", **HERE, live_period=60),
        "photo": await post_form(
            desk, "sendPhoto", FILES, chat_id=ana.id, photo="attach://picture"
        ),
    }


async def forum(desk: Desk, ana: Seat) -> Json:
    """A group with an open topic and a closed one; the bot may manage them."""
    group = await desk.group(ana, type="supergroup", forum=True)
    bot = desk.sandbox.world.bot(None).id
    await desk.control("POST", f"groups/{group}/members", promote=[bot])
    place: Json = {"chat_id": group, "name": "t"}
    threads = [(await desk.api("createForumTopic", **place))["message_thread_id"] for _ in range(2)]
    await desk.api("closeForumTopic", chat_id=group, message_thread_id=threads[1])
    return {"FORUM": group, "topic": threads[0], "closed": threads[1]}


@pytest.mark.parametrize("name", sorted({entry.name for entry in entries().values()}))
async def test_an_answer_is_of_the_published_type(desk: Desk, name: str):
    ana = await desk.starter("Ana", last_name="B", username="ana_b", language_code="en")
    town = await desk.group(ana)
    sent = await messages(desk, ana)
    await ana.send("hello")
    fields = dict(CALLS[name])
    known: Json = {"ANA": ana.id, "TOWN": town, "picture": sent["photo"]["photo"][0]["file_id"]}
    if name == "answerCallbackQuery":
        begun = desk.sandbox.world.taps.start(desk.sandbox.world.bot(None).id, ana.id)
        known["tap"] = begun.id
    if "Forum" in name:
        known |= await forum(desk, ana)
    named = fields.keys() & {
        "chat_id", "user_id", "file_id", "callback_query_id", "message_thread_id",
    }  # fmt: skip
    fields |= {field: known[fields[field]] for field in named}
    if kind := fields.pop("of", None):
        fields["message_id"] = sent[kind]["message_id"]
    model = entries()[name.lower()].model
    if name == "getChat":
        await desk.api("pinChatMessage", chat_id=ana.id, message_id=sent["photo"]["message_id"])
    for place in ("chat_id", "from_chat_id"):
        if place in model.model_fields:
            fields.setdefault(place, ana.id)
    result = await post_form(desk, name, FILES, **fields)
    adapter: TypeAdapter[Any] = TypeAdapter(model.__returning__)
    check(adapter.validate_python(result))


async def in_topics_and_channels(desk: Desk, ana: Seat) -> None:
    known = await forum(desk, ana)
    group = {"chat": known["FORUM"]}
    await ana.send("a", thread=known["topic"], **group)
    for change in ({"name": "b"}, {"closed": True}, {"closed": False}):
        await ana.act(f"topics/{known['topic']}", **change, **group)
    news = await desk.group(ana, type="channel")
    talk = await desk.group(ana, type="supergroup")
    await desk.control("PUT", f"groups/{news}", linked=talk)
    post = await ana.send("/news", chat=news)
    await ana.send("/more", chat=news, edit=post["message_id"])
    brought = (await ana.sees(talk))[-1]
    await ana.send("/comment", chat=talk, reply_to=brought["message_id"])


async def test_updates_are_of_the_published_types(desk: Desk):
    ana = await desk.person("Ana", last_name="B", username="ana_b", language_code="en")
    await desk.updates(
        allowed_updates=[kind for kind in Update.model_fields if kind != "update_id"]
    )
    said = await ana.send("/start https://x.org")
    town = await desk.group(ana)
    bot = desk.sandbox.world.bot(None).id
    await desk.control("POST", f"groups/{town}/members", promote=[bot])
    bo = await desk.person("Bo")
    await desk.control("POST", f"groups/{town}/members", add=[bo.id])
    await share(ana, "voice", (OGG, "a"), duration=1)
    (shared,) = await share(ana, "document", (b"x", "a"), caption="c")
    await share(ana, "photo", (PNG, "a"), (PNG, "b"), reply_to=shared["message_id"])
    await ana.act("sticker", sticker="tea", chat=town)
    await ana.act("location", **HERE)
    await ana.send("changed", edit=shared["message_id"])
    await ana.act("react", message_id=said["message_id"], emoji="👍")
    sent = await messages(desk, ana)
    await desk.api("pinChatMessage", chat_id=ana.id, message_id=sent["photo"]["message_id"])
    await ana.act("forward", message_id=sent["photo"]["message_id"])
    await ana.act("vote", message_id=sent["poll"]["message_id"], options=[0])
    await desk.api(
        "editMessageReplyMarkup", chat_id=ana.id, message_id=sent["text"]["message_id"], **KEYS
    )
    await ana.tap(sent["text"]["message_id"], button="a", timeout=0)
    await in_topics_and_channels(desk, ana)
    await ana.act("block")
    kinds = set()
    for update in await desk.updates():
        kinds |= update.keys() - {"update_id"}
        check(Update.model_validate(update))
    assert kinds == {
        "message", "edited_message", "message_reaction", "callback_query", "poll",
        "my_chat_member", "chat_member", "channel_post", "edited_channel_post",
    }  # fmt: skip
