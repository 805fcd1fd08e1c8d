"""How bots get their updates by polling: offsets, waiting, retention, and who hears what."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.sandbox.desk import Desk, ManualClock, OpenDesk, Refused, keyboard, serving


async def texts(desk: Desk, **fields: int) -> list[str]:
    return [update["message"]["text"] for update in await desk.updates(**fields)]


async def test_updates_stay_until_a_higher_offset_confirms_them(desk: Desk):
    ana = await desk.person()
    for text in "abc":
        await ana.send(text)
    first = await desk.updates()
    assert [update["message"]["text"] for update in first] == ["a", "b", "c"]
    assert [u["update_id"] for u in first] == sorted({u["update_id"] for u in first})
    assert await texts(desk) == ["a", "b", "c"]
    assert await texts(desk, offset=first[1]["update_id"]) == ["b", "c"]
    assert await texts(desk) == ["b", "c"]
    assert await texts(desk, offset=first[-1]["update_id"] + 1) == []


async def test_a_negative_offset_keeps_only_the_newest(desk: Desk):
    ana = await desk.person()
    for text in "abcd":
        await ana.send(text)
    assert await texts(desk, offset=-2) == ["c", "d"]
    assert await texts(desk) == ["c", "d"]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (0, 1), (1000, 100), (100, 100)])
async def test_a_batch_has_one_to_a_hundred(desk: Desk, limit: int, count: int):
    ana = await desk.person()
    for number in range(105):
        await ana.send(str(number))
    assert len(await desk.updates(limit=limit)) == (100 if limit == 0 else count)


async def test_a_long_poll_wakes_at_once(desk: Desk):
    ana = await desk.person()
    began = time.monotonic()
    poll = asyncio.ensure_future(desk.updates(timeout=30))
    await serving(desk)
    await ana.send("hello")
    (update,) = await poll
    assert update["message"]["text"] == "hello"
    assert time.monotonic() - began < 5


async def test_an_empty_poll_ends_in_time(desk: Desk):
    began = time.monotonic()
    assert await desk.updates(timeout=1) == []
    assert 0.9 < time.monotonic() - began < 5


async def test_a_second_poller_ends_the_first(desk: Desk):
    first = asyncio.ensure_future(desk.updates(timeout=30))
    await serving(desk)
    assert await desk.updates() == []
    with pytest.raises(Refused) as refused:
        await first
    assert refused.value.status == 409
    assert refused.value.description == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def test_a_webhook_excludes_polling(desk: Desk):
    await desk.api("setWebhook", url="http://127.0.0.1:9/never")
    with pytest.raises(Refused, match="can't use getUpdates method while webhook is active"):
        await desk.updates()
    await desk.api("deleteWebhook")
    assert await desk.updates() == []


async def test_setting_a_webhook_ends_a_waiting_poll(desk: Desk):
    poll = asyncio.ensure_future(desk.updates(timeout=30))
    await serving(desk)
    await desk.api("setWebhook", url="http://127.0.0.1:9/never")
    with pytest.raises(Refused, match="terminated by setWebhook request"):
        await poll


async def test_the_first_answer_to_a_tap_is_the_one_that_is_seen(desk: Desk):
    ana = await desk.starter()
    keys = keyboard([("a", "b")])
    sent = await desk.api("sendMessage", chat_id=ana.id, text="?", reply_markup=keys)
    tap = asyncio.ensure_future(ana.tap(sent["message_id"], button="a", timeout=10))
    (update,) = await desk.updates(timeout=10)
    query_id = update["callback_query"]["id"]
    for text in ("first", "second"):
        assert await desk.api("answerCallbackQuery", callback_query_id=query_id, text=text)
    assert await tap == {"text": "first", "show_alert": False}


async def test_messages_are_kept_a_day_and_taps_150_seconds(timed: Desk, hands: ManualClock):
    ana = await timed.starter()
    sent = await timed.api(
        "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("a", "b")])
    )
    await ana.tap(sent["message_id"], button="a", timeout=0)
    await ana.send("word")
    hands.pass_s(149)
    kinds = [set(update) - {"update_id"} for update in await timed.updates()]
    assert kinds == [{"callback_query"}, {"message"}]
    hands.pass_s(2)
    assert [set(update) - {"update_id"} for update in await timed.updates()] == [{"message"}]
    hands.pass_s(86_400)
    assert await timed.updates() == []


async def test_a_late_answer_to_a_tap_is_refused(timed: Desk, hands: ManualClock):
    ana = await timed.starter()
    sent = await timed.api(
        "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("a", "b")])
    )
    await ana.tap(sent["message_id"], button="a", timeout=0)
    query = (await timed.updates())[0]["callback_query"]
    hands.pass_s(151)
    for query_id in (query["id"], "12345", ""):
        with pytest.raises(Refused) as refused:
            await timed.api("answerCallbackQuery", callback_query_id=query_id)
        assert refused.value.description == (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )


async def test_only_the_asked_for_kinds_come(desk: Desk):
    ana = await desk.starter()
    sent = await desk.api(
        "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("a", "b")])
    )
    await desk.updates(allowed_updates=["callback_query"])
    await ana.send("unheard")
    await ana.tap(sent["message_id"], button=0, timeout=0)
    (update,) = await desk.updates()
    assert "callback_query" in update
    await desk.updates(allowed_updates=[])
    await ana.send("heard")
    assert (await desk.updates())[-1]["message"]["text"] == "heard"


async def test_taps_carry_who_where_and_what(desk: Desk):
    ana = await desk.starter("Ana", language_code="zh-hans")
    sent = await desk.api(
        "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("One", "1"), ("Two", "2")])
    )
    await ana.tap(sent["message_id"], button="Two", timeout=0)
    await ana.tap(sent["message_id"], button=0, timeout=0)
    await ana.tap(sent["message_id"], data="forged", timeout=0)
    queries = [update["callback_query"] for update in await desk.updates()]
    assert [query["data"] for query in queries] == ["2", "1", "forged"]
    assert len({query["id"] for query in queries}) == 3
    assert queries[0]["from"] == {
        "id": ana.id,
        "is_bot": False,
        "first_name": "Ana",
        "language_code": "zh-hans",
    }
    assert queries[0]["message"]["message_id"] == sent["message_id"]
    await ana.act("tap", 404, message_id=sent["message_id"], button="Three")
    await ana.act("tap", 404, message_id=999, button="One")


async def test_the_answer_comes_back_to_the_tap(desk: Desk):
    ana = await desk.starter()
    sent = await desk.api(
        "sendMessage", chat_id=ana.id, text="?", reply_markup=keyboard([("a", "b")])
    )
    tap = asyncio.ensure_future(ana.tap(sent["message_id"], button="a", timeout=10))
    (update,) = await desk.updates(timeout=10)
    query_id = update["callback_query"]["id"]
    with pytest.raises(Refused, match="MESSAGE_TOO_LONG"):
        await desk.api("answerCallbackQuery", callback_query_id=query_id, text="x" * 201)
    await desk.api("answerCallbackQuery", callback_query_id=query_id, text="¥8.88", show_alert=True)
    assert await tap == {"text": "¥8.88", "show_alert": True}
    assert await ana.tap(sent["message_id"], button="a", timeout=0.05) is None


async def test_privacy_mode_in_groups(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana, bo)
    bots_word = await desk.api("sendMessage", chat_id=town, text="welcome")
    await desk.fresh()
    said = ["chatter", "/pay@other_bot 5", "/pay 5", "/pay@sandbox_bot 6", "hey @sandbox_bot"]
    for text in said:
        await ana.send(text, chat=town)
    await bo.send("a reply", chat=town, reply_to=bots_word["message_id"])
    heard = [update["message"]["text"] for update in await desk.fresh()]
    assert heard == [*said[2:], "a reply"]
    await desk.control("POST", f"groups/{town}/members", promote=[desk.sandbox.world.bot(None).id])
    await desk.fresh()
    await ana.send("chatter", chat=town)
    assert (await desk.fresh())[0]["message"]["text"] == "chatter"


async def test_without_privacy_mode_everything_is_heard(open_desk: OpenDesk):
    desk = await open_desk(privacy_mode=False)
    assert (await desk.api("getMe"))["can_read_all_group_messages"] is True
    ana = await desk.starter()
    town = await desk.group(ana)
    await desk.fresh()
    await ana.send("chatter", chat=town)
    assert (await desk.fresh())[0]["message"]["text"] == "chatter"


async def test_each_bot_has_its_own_chats_and_updates(desk: Desk):
    second = "77:SANDBOX-B"
    assert (await desk.api("getMe", token=second))["username"] == "sandbox_77_bot"
    ana = await desk.starter()
    await ana.send("for you", bot=77)
    assert await desk.updates() == []
    (update,) = await desk.api("getUpdates", token=second)
    assert update["message"]["text"] == "for you"
    await desk.api("sendMessage", token=second, chat_id=ana.id, text="hi")
    assert [message["text"] for message in await ana.sees()] == ["/start"]
