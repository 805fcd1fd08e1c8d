"""Topics: in the chat with a bot and in supergroups, by bots and by people, and how they break."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Desk, Json, Refused, Seat, heard

COLOR = 0x6FB9F0


async def forum(desk: Desk, **chosen: bool) -> Seat:
    """Ana, in a chat with a bot that has topics."""
    await desk.control("PUT", "bot", topics=True, **chosen)
    return await desk.starter()


async def town(desk: Desk, *members: Seat, **fields: object) -> int:
    """A supergroup with topics; the bot may manage it."""
    made = await desk.group(*members, type="supergroup", forum=True, **fields)
    me = (await desk.api("getMe"))["id"]
    await desk.control("POST", f"groups/{made}/members", promote=[me])
    await desk.fresh()
    return made


async def lines(seat: Seat) -> Json:
    """The private chat as the list of conversations shows it."""
    chats = await seat.desk.control("GET", f"people/{seat.id}/chats")
    first: Json = chats[0]
    return first


async def a_sticker(seat: Seat) -> str:
    """What a bot sends a sticker by."""
    name = (await seat.desk.control("GET", "stickers"))[0]["name"]
    await seat.act("sticker", sticker=name)
    return str((await heard(seat.desk))["sticker"]["file_id"])


async def refusal(desk: Desk, method: str, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        await desk.api(method, **fields)
    return refused.value.description.removeprefix("Bad Request: ")


async def test_a_bot_has_topics_when_they_are_switched_on(desk: Desk):
    ana = await desk.starter()
    assert (await desk.api("getMe"))["has_topics_enabled"] is False
    words = await refusal(desk, "createForumTopic", chat_id=ana.id, name="Rent")
    assert words == "the chat is not a forum"
    await desk.control("PUT", "bot", topics=True, people_make_topics=True)
    me = await desk.api("getMe")
    assert (me["has_topics_enabled"], me["allows_users_to_create_topics"]) == (True, True)


async def test_words_stand_in_the_topic_they_are_sent_to(desk: Desk):
    ana = await forum(desk)
    topic = await desk.api("createForumTopic", chat_id=ana.id, name="  Mei   Lin ")
    assert topic == {
        "message_thread_id": topic["message_thread_id"],
        "name": "Mei Lin",
        "icon_color": COLOR,
    }
    thread = topic["message_thread_id"]
    sent = await desk.api("sendMessage", chat_id=ana.id, text="hello", message_thread_id=thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    general = await desk.api("sendMessage", chat_id=ana.id, text="to all")
    assert "message_thread_id" not in general
    answer = await ana.send("hi", thread=thread)
    assert answer["thread"] == thread
    said = await heard(desk)
    assert (said["message_thread_id"], said["is_topic_message"]) == (thread, True)
    shown = await desk.control("GET", f"people/{ana.id}/messages?thread={thread}")
    assert [one["text"] for one in shown] == [None, "hello", "hi"]
    assert shown[0]["service"] == "Sandbox Bot opened “Mei Lin”"
    outside = await desk.control("GET", f"people/{ana.id}/messages?thread=0")
    assert [one["text"] for one in outside] == ["/start", "to all"]


async def test_a_reply_stays_in_its_topic(desk: Desk):
    ana = await forum(desk)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    asked = await ana.send("how much?", thread=thread)
    reply = {"message_id": asked["message_id"]}
    told = await desk.api("sendMessage", chat_id=ana.id, text="¥8", reply_parameters=reply)
    assert told["message_thread_id"] == thread
    back = await ana.send("ok", reply_to=told["message_id"])
    assert (back["thread"], back["reply_to"]) == (thread, told["message_id"])


async def test_every_kind_of_message_may_stand_in_a_topic(desk: Desk):
    ana = await forum(desk)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="All"))["message_thread_id"]
    start = (await ana.sees())[0]["message_id"]
    place: Json = {"chat_id": ana.id, "message_thread_id": thread}
    sent = [
        await desk.api("sendLocation", latitude=1, longitude=2, **place),
        await desk.api("sendPoll", question="?", options=["a"], **place),
        await desk.api("sendSticker", sticker=await a_sticker(ana), **place),
        await desk.api("forwardMessage", from_chat_id=ana.id, message_id=start, **place),
    ]
    assert [one["message_thread_id"] for one in sent] == [thread] * 4
    copied = await desk.api("copyMessage", from_chat_id=ana.id, message_id=start, **place)
    assert (await ana.sees())[-1]["message_id"] == copied["message_id"]
    assert (await ana.sees())[-1]["thread"] == thread
    assert await desk.api("sendChatAction", action="typing", **place)


async def test_the_list_of_conversations_says_what_is_new_in_each(desk: Desk):
    ana = await forum(desk)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    for text in ("one", "two"):
        await desk.api("sendMessage", chat_id=ana.id, text=text, message_thread_id=thread)
    await desk.api("sendMessage", chat_id=ana.id, text="general")
    chat = await lines(ana)
    (topic,) = chat["topics"]
    assert (chat["forum"], chat["unread"], chat["last_message"]["text"]) == (True, 1, "general")
    assert (topic["name"], topic["unread"], topic["last_message"]["text"]) == ("Rent", 3, "two")
    newest = topic["last_message"]["message_id"]
    await ana.act("read", message_id=newest, thread=thread)
    chat = await lines(ana)
    assert (chat["topics"][0]["unread"], chat["unread"]) == (0, 1)


async def test_what_is_begun_is_kept_for_each_conversation(desk: Desk):
    ana, bo = await forum(desk), await desk.starter("Bo")
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    draft = f"people/{ana.id}/draft"
    await desk.control("PUT", draft, text="Dear Mei", thread=thread)
    await desk.control("PUT", draft, text="/he")
    chat = await lines(ana)
    assert (chat["draft"], chat["topics"][0]["draft"]) == ("/he", "Dear Mei")
    assert (await lines(bo))["draft"] is None
    await desk.control("PUT", draft, text="")
    assert (await lines(ana))["draft"] is None
    await desk.control("PUT", draft, 400, text="x" * 4097)


async def test_a_topic_gets_another_name_and_icon(desk: Desk):
    ana = await forum(desk)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    place: Json = {"chat_id": ana.id, "message_thread_id": thread}
    assert await desk.api("editForumTopic", name="Flat", **place)
    assert (await lines(ana))["topics"][0]["name"] == "Flat"
    assert (await ana.sees())[-1]["service"] == "Sandbox Bot changed the topic to “Flat”"
    assert await refusal(desk, "editForumTopic", name="Flat", **place) == "TOPIC_NOT_MODIFIED"
    assert await desk.api("editForumTopic", icon_custom_emoji_id="5", **place)
    assert (await lines(ana))["topics"][0]["icon_custom_emoji_id"] == "5"
    assert await desk.api("editForumTopic", icon_custom_emoji_id="", **place)
    assert (await lines(ana))["topics"][0]["icon_custom_emoji_id"] is None


async def test_a_topic_goes_with_all_that_stands_in_it(desk: Desk):
    ana = await forum(desk)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    place: Json = {"chat_id": ana.id, "message_thread_id": thread}
    await desk.api("sendMessage", text="secret", **place)
    assert await desk.api("deleteForumTopic", **place)
    assert [one["text"] for one in await ana.sees()] == ["/start"]
    assert (await lines(ana))["topics"] == []
    assert await refusal(desk, "sendMessage", text="x", **place) == "message thread not found"
    assert await refusal(desk, "deleteForumTopic", **place) == "TOPIC_ID_INVALID"
    assert await refusal(desk, "editForumTopic", name="x", **place) == "TOPIC_ID_INVALID"


async def test_what_cannot_be_is_refused_in_telegrams_words(desk: Desk):
    ana = await forum(desk)
    chat: Json = {"chat_id": ana.id}
    assert await refusal(desk, "createForumTopic", name=" ", **chat) == "title must be non-empty"
    odd = await refusal(desk, "createForumTopic", name="x", icon_color=5, **chat)
    assert odd == "invalid icon color specified"
    long = await desk.api("createForumTopic", name="名" * 200, **chat)
    assert long["name"] == "名" * 128
    thread = long["message_thread_id"]
    for method in ("closeForumTopic", "reopenForumTopic"):
        closed = await refusal(desk, method, message_thread_id=thread, **chat)
        assert closed == "the chat is not a forum"
    for unknown in (999, 2**62):
        gone = await refusal(desk, "sendMessage", text="x", message_thread_id=unknown, **chat)
        assert gone == "message thread not found"
    for none in (0, -1):
        general = await desk.api("sendMessage", text="x", message_thread_id=none, **chat)
        assert "message_thread_id" not in general


async def test_a_person_deletes_a_topic_and_the_bot_only_finds_out_by_writing(desk: Desk):
    ana = await forum(desk, people_make_topics=True)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    await ana.act(f"topics/{thread}", deleted=True)
    assert await desk.fresh() == []
    place: Json = {"chat_id": ana.id, "message_thread_id": thread}
    assert await refusal(desk, "sendMessage", text="x", **place) == "message thread not found"
    await ana.act("send", 404, text="x", thread=thread)


async def test_a_person_opens_a_topic_where_the_bot_lets_people(desk: Desk):
    ana = await forum(desk)
    await ana.act("topics", 403, name="Mine")
    await desk.control("PUT", "bot", people_make_topics=True)
    made = await ana.act("topics", 201, name="Mine")
    assert (made["mine"], made["can_manage"]) == (True, True)
    told = await heard(desk)
    assert told["forum_topic_created"] == {"name": "Mine", "icon_color": COLOR}
    assert told["message_thread_id"] == made["thread"]
    await ana.act(f"topics/{made['thread']}", name="Ours")
    assert (await heard(desk))["forum_topic_edited"] == {"name": "Ours"}
    await ana.act(f"topics/{made['thread']}", 400, closed=True)
    await ana.act("topics", 400, name="  ")
    await ana.act("topics/999", 404, name="x")


async def test_a_closed_topic_of_a_supergroup_is_for_those_who_manage_it(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    group = await town(desk, ana, bo)
    place: Json = {"chat_id": group}
    made = await desk.api("createForumTopic", name="News", **place)
    place["message_thread_id"] = thread = made["message_thread_id"]
    first = await bo.send("first", chat=group, thread=thread)
    assert first["reply_to"] is None
    assert "forum_topic_created" in (await heard(desk))["reply_to_message"]
    assert await desk.api("closeForumTopic", **place)
    assert await refusal(desk, "closeForumTopic", **place) == "TOPIC_NOT_MODIFIED"
    await bo.act("send", 403, text="more", chat=group, thread=thread)
    assert (await ana.send("I founded this", chat=group, thread=thread))["thread"] == thread
    assert await desk.api("sendMessage", text="the bot manages it", **place)
    await bo.act(f"topics/{thread}", 403, closed=False, chat=group)
    await ana.act(f"topics/{thread}", closed=False, chat=group)
    assert (await desk.fresh())[-1]["message"]["forum_topic_reopened"] == {}
    await bo.send("more", chat=group, thread=thread)


async def test_a_bot_that_manages_nothing_opens_nothing(desk: Desk):
    ana = await desk.starter()
    group = await desk.group(ana, type="supergroup", forum=True)
    made = await ana.act("topics", 201, name="News", chat=group)
    place: Json = {"chat_id": group, "message_thread_id": made["thread"]}
    words = await refusal(desk, "createForumTopic", chat_id=group, name="x")
    assert words == "not enough rights to create a topic"
    assert await refusal(desk, "editForumTopic", name="x", **place) == (
        "not enough rights to edit the topic"
    )
    assert await refusal(desk, "deleteForumTopic", **place) == "not enough rights to delete a topic"
    await ana.act(f"topics/{made['thread']}", closed=True, chat=group)
    assert await refusal(desk, "sendMessage", text="x", **place) == "TOPIC_CLOSED"
    assert (await desk.api("getChat", chat_id=group))["is_forum"] is True


async def test_the_general_topic_has_number_1_only_for_typing(desk: Desk):
    group = await town(desk, await desk.starter())
    assert await desk.api("sendChatAction", chat_id=group, action="typing", message_thread_id=1)
    words = await refusal(desk, "sendMessage", chat_id=group, text="x", message_thread_id=1)
    assert words == "message thread not found"


async def test_nothing_of_a_topic_stays_pinned(desk: Desk):
    ana = await forum(desk)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    place: Json = {"chat_id": ana.id, "message_thread_id": thread}
    sent = await desk.api("sendMessage", text="card", **place)
    await desk.api("pinChatMessage", chat_id=ana.id, message_id=sent["message_id"])
    assert await desk.api("unpinAllForumTopicMessages", **place)
    assert (await lines(ana))["pinned"] is None


async def test_replies_in_a_supergroup_without_topics_are_a_thread(desk: Desk):
    ana = await desk.starter()
    group = await desk.group(ana, type="supergroup")
    root = await ana.send("/root", chat=group)
    again = await ana.send("/again", chat=group, reply_to=root["message_id"])
    await ana.send("/once more", chat=group, reply_to=again["message_id"])
    said = [update["message"] for update in (await desk.fresh())[-2:]]
    assert [one["message_thread_id"] for one in said] == [root["message_id"]] * 2
    assert all("is_topic_message" not in one for one in said)
    sent = await desk.api(
        "sendMessage", chat_id=group, text="x", message_thread_id=root["message_id"]
    )
    assert sent["message_thread_id"] == root["message_id"]


# --- how topics break at Telegram (see docs/sandbox.md) --------------------------------


async def test_for_some_weeks_no_topic_was_found(desk: Desk):
    ana = await forum(desk)
    thread = (await desk.api("createForumTopic", chat_id=ana.id, name="Rent"))["message_thread_id"]
    lost = {"kind": "error", "status": 400, "topics": []}
    lost["description"] = "Bad Request: message thread not found"
    barred = {"kind": "error", "status": 400, "methods": ["createForumTopic"]}
    barred["description"] = "Bad Request: BOT_FORUM_CREATE_FORBIDDEN"
    await desk.control("PUT", "faults", rules=[lost, barred])
    place: Json = {"chat_id": ana.id, "message_thread_id": thread}
    assert await refusal(desk, "sendMessage", text="x", **place) == "message thread not found"
    words = await refusal(desk, "createForumTopic", chat_id=ana.id, name="x")
    assert words == "BOT_FORUM_CREATE_FORBIDDEN"
    assert await desk.api("sendMessage", chat_id=ana.id, text="flat")


async def test_words_for_a_topic_went_to_the_general_one_without_a_word(desk: Desk):
    ana = await forum(desk)
    made = [await desk.api("createForumTopic", chat_id=ana.id, name=name) for name in ("A", "B")]
    threads = [one["message_thread_id"] for one in made]
    await desk.control("PUT", "faults", rules=[{"kind": "general", "topics": threads[:1]}])
    sent = [
        await desk.api("sendMessage", chat_id=ana.id, text="x", message_thread_id=thread)
        for thread in threads
    ]
    assert [one.get("message_thread_id") for one in sent] == [None, threads[1]]


async def test_one_very_old_topic_cannot_be_reached(desk: Desk):
    ana = await forum(desk)
    made = [await desk.api("createForumTopic", chat_id=ana.id, name=name) for name in ("A", "B")]
    old, young = (one["message_thread_id"] for one in made)
    lost = {"kind": "error", "status": 400, "topics": [old], "description": "Bad Request: lost"}
    await desk.control("PUT", "faults", rules=[lost])
    chat: Json = {"chat_id": ana.id, "text": "x"}
    assert await refusal(desk, "sendMessage", message_thread_id=old, **chat) == "lost"
    assert await desk.api("sendMessage", message_thread_id=young, **chat)
    assert await desk.api("sendMessage", **chat)
