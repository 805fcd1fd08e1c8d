"""Channels: only those who manage them write, and posts are commented in a linked group."""

from __future__ import annotations

import pytest

from tests.sandbox.desk import PNG, Desk, Refused, Seat, heard, share


async def channel(desk: Desk, owner: Seat, *readers: Seat) -> int:
    made = await desk.group(owner, *readers, added_by=owner.id, type="channel", title="News")
    await desk.fresh()
    return made


async def test_what_stands_in_a_channel_is_said_by_the_channel(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    news = await channel(desk, ana, bo)
    sent = await desk.api("sendMessage", chat_id=news, text="today")
    assert "from" not in sent
    assert sent["sender_chat"] == sent["chat"] == {"id": news, "type": "channel", "title": "News"}
    await ana.send("by hand", chat=news)
    post = await heard(desk, "channel_post")
    assert (post["text"], post["sender_chat"]["id"]) == ("by hand", news)
    seen = (await bo.sees(news))[-1]
    assert seen["from"] == {"id": news, "name": "News", "is_bot": False}
    await bo.act("send", 403, text="x", chat=news)
    await ana.act("send", text="corrected", edit=seen["message_id"], chat=news)
    assert (await heard(desk, "edited_channel_post"))["text"] == "corrected"


async def test_a_bot_writes_in_a_channel_only_as_its_administrator(desk: Desk):
    ana = await desk.starter()
    news = await channel(desk, ana)
    me = (await desk.api("getMe"))["id"]
    await desk.control("POST", f"groups/{news}/members", demote=[me])
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=news, text="x")
    assert refused.value.description == (
        "Bad Request: need administrator rights in the channel chat"
    )
    await ana.send("unheard", chat=news)
    assert not [update for update in await desk.fresh() if "channel_post" in update]


async def test_a_post_is_commented_in_the_linked_group(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    news = await channel(desk, ana)
    talk = await desk.group(ana, bo, type="supergroup", title="Talk")
    await desk.control("PUT", f"groups/{news}", linked=talk)
    assert (await desk.api("getChat", chat_id=talk))["linked_chat_id"] == news
    me = (await desk.api("getMe"))["id"]
    await desk.control("POST", f"groups/{talk}/members", promote=[me])
    await desk.fresh()
    post = await desk.api("sendMessage", chat_id=news, text="today")
    brought = await heard(desk)
    assert brought["is_automatic_forward"] is True
    assert brought["sender_chat"]["id"] == news
    assert brought["forward_origin"]["message_id"] == post["message_id"]
    await bo.send("a comment", chat=talk, reply_to=brought["message_id"])
    comment = await heard(desk)
    assert comment["message_thread_id"] == brought["message_id"]
    assert comment["reply_to_message"]["text"] == "today"
    await desk.control("PUT", f"groups/{news}", linked=None)
    await desk.api("sendMessage", chat_id=news, text="alone")
    assert (await bo.sees(talk))[-1]["text"] == "a comment"


async def test_a_group_that_is_refused_is_not_made(desk: Desk):
    ana = await desk.starter()
    plain = await desk.group(ana)
    for more in ({"forum": True}, {"type": "channel", "linked": plain}):
        await desk.control("POST", "groups", 400, title="Ghost", members=[ana.id], **more)
    assert len(await desk.control("GET", "groups")) == 1


async def test_an_album_stays_together_among_the_comments(desk: Desk):
    ana = await desk.starter()
    news, talk = await channel(desk, ana), await desk.group(ana, type="supergroup")
    await desk.control("PUT", f"groups/{news}", linked=talk)
    sent = await share(ana, "photo", (PNG, "a"), (PNG, "b"), chat=news)
    brought = (await ana.sees(talk))[-2:]
    assert {one["album"] for one in brought} == {sent[0]["album"]} != {None}


async def test_a_bot_may_post_and_edit_in_a_channel_that_it_manages(desk: Desk):
    news = await channel(desk, await desk.starter())
    me = (await desk.api("getMe"))["id"]
    member = await desk.api("getChatMember", chat_id=news, user_id=me)
    assert (member["can_post_messages"], member["can_edit_messages"]) == (True, True)


async def test_only_a_channel_and_a_supergroup_are_linked(desk: Desk):
    ana = await desk.starter()
    news, plain = await channel(desk, ana), await desk.group(ana)
    refused = await desk.control("PUT", f"groups/{news}", 400, linked=plain)
    words = "linked: a channel and a supergroup without topics can be linked"
    assert refused["error"] == words
    talk = await desk.group(ana, type="supergroup")
    await desk.control("PUT", f"groups/{news}", linked=talk)
    await desk.control("PUT", f"groups/{talk}", 400, forum=True)
    await desk.control("PUT", f"groups/{plain}", 400, forum=True)
