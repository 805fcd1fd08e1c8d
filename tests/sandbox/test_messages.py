"""Sending, editing, deleting, copying, forwarding, and Telegram's words for what does not work."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Desk, ManualClock, Refused, keyboard

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def test_a_text_reaches_the_person_and_comes_back_as_telegram_writes_it(desk: Desk):
    ana = await desk.starter("Ana", username="ana_b", language_code="en")
    sent = await desk.api("sendMessage", chat_id=ana.id, text="<b>Hi</b> Ana", parse_mode="HTML")
    assert sent["text"] == "Hi Ana"
    assert sent["entities"] == [{"offset": 0, "length": 2, "type": "bold"}]
    assert sent["from"]["is_bot"]
    assert sent["chat"] == {
        "id": ana.id,
        "first_name": "Ana",
        "username": "ana_b",
        "type": "private",
    }
    seen = (await ana.sees())[-1]
    assert (seen["text"], seen["from"]["is_bot"], seen["edited"]) == ("Hi Ana", True, False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n\t "}, "Bad Request: message text is empty"),
        ({}, "Bad Request: message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        ({"text": "x", "chat_id": 77}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        (
            {"text": "x", "reply_markup": keyboard([("a", "d" * 65)])},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"text": "x", "reply_markup": keyboard([("a", "")])},
            "Bad Request: can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": keyboard([("a", "é" * 33)])},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"text": "x", "reply_markup": "{broken"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "1"}]]}},
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
        ),
        ({"text": "x", "reply_to_message_id": 999}, "Bad Request: message to be replied not found"),
    ],
)
async def test_what_cannot_be_sent_is_refused_in_telegrams_words(
    desk: Desk, fields: dict[str, Any], words: str
):
    ana = await desk.starter()
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", **{"chat_id": ana.id, **fields})
    assert (refused.value.description, refused.value.status) == (words, 400)


async def test_the_longest_text_counts_after_the_markup_is_read(desk: Desk):
    ana = await desk.starter()
    text = "<b>" + "x" * 4096 + "</b>"
    sent = await desk.api("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    assert len(sent["text"]) == 4096


async def test_a_bot_cannot_speak_first(desk: Desk):
    ana, bo = await desk.person("Ana"), await desk.person("Bo")
    with pytest.raises(Refused, match="chat not found"):
        await desk.api("sendMessage", chat_id=ana.id, text="x")
    await desk.group(ana, bo)
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=ana.id, text="x")
    assert refused.value.status == 403
    assert refused.value.description == "Forbidden: bot can't initiate conversation with a user"


async def test_a_blocked_bot_is_told_and_kept_out(desk: Desk):
    ana = await desk.starter()
    await ana.act("block")
    (update,) = await desk.fresh()
    change = update["my_chat_member"]
    assert (change["from"]["id"], change["new_chat_member"]["status"]) == (ana.id, "kicked")
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=ana.id, text="x")
    assert refused.value.status == 403
    assert refused.value.description == "Forbidden: bot was blocked by the user"
    await ana.act("send", 409, text="hello?")
    await ana.act("unblock")
    (update,) = await desk.fresh()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert await desk.api("sendMessage", chat_id=ana.id, text="x")


async def test_replies_quote_what_they_answer(desk: Desk):
    ana = await desk.starter()
    first = await ana.send("question")
    reply = await desk.api(
        "sendMessage",
        chat_id=ana.id,
        text="answer",
        reply_parameters={"message_id": first["message_id"]},
    )
    assert reply["reply_to_message"]["text"] == "question"
    again = await ana.send("thanks", reply_to=reply["message_id"])
    assert again["reply_to"] == reply["message_id"]
    update = (await desk.fresh())[-1]["message"]
    assert update["reply_to_message"]["message_id"] == reply["message_id"]
    assert "reply_to_message" not in update["reply_to_message"]
    lone = await desk.api(
        "sendMessage",
        chat_id=ana.id,
        text="x",
        reply_parameters={"message_id": 999, "allow_sending_without_reply": True},
    )
    assert "reply_to_message" not in lone


async def test_edits_change_text_and_keyboard_and_refuse_the_same_again(desk: Desk):
    ana = await desk.starter()
    keys = keyboard([("Open", "o")])
    sent = await desk.api("sendMessage", chat_id=ana.id, text="one", reply_markup=keys)
    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    with pytest.raises(Refused) as refused:
        await desk.api("editMessageText", **place, text="one", reply_markup=keys)
    assert refused.value.description == NOT_MODIFIED
    bold = await desk.api("editMessageText", **place, text="*one*", parse_mode="MarkdownV2")
    assert bold["entities"][0]["type"] == "bold"
    assert "reply_markup" not in bold
    assert bold["edit_date"] >= sent["date"]
    with pytest.raises(Refused, match="message is not modified"):
        await desk.api("editMessageReplyMarkup", **place)
    await desk.api("editMessageReplyMarkup", **place, reply_markup=keys)
    seen = (await ana.sees())[-1]
    assert seen["edited"]
    assert seen["buttons"][0][0]["data"] == "o"


async def test_a_changed_keyboard_alone_shows_no_edited_mark(desk: Desk):
    ana = await desk.starter()
    sent = await desk.api("sendMessage", chat_id=ana.id, text="one")
    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    await desk.api("editMessageReplyMarkup", **place, reply_markup=keyboard([("a", "b")]))
    assert (await ana.sees())[-1]["edited"] is False


@pytest.mark.parametrize(
    ("method", "fields", "words"),
    [
        ("editMessageText", {"text": "x"}, "Bad Request: message to edit not found"),
        ("editMessageCaption", {"caption": "x"}, "Bad Request: message to edit not found"),
        ("editMessageReplyMarkup", {}, "Bad Request: message to edit not found"),
        ("deleteMessage", {}, "Bad Request: message to delete not found"),
        ("stopPoll", {}, "Bad Request: message with poll to stop not found"),
        ("copyMessage", {"from_chat_id": 0}, "Bad Request: chat not found"),
    ],
)
async def test_messages_that_are_not_there(
    desk: Desk, method: str, fields: dict[str, Any], words: str
):
    ana = await desk.starter()
    with pytest.raises(Refused) as refused:
        await desk.api(method, chat_id=ana.id, message_id=999, **fields)
    assert refused.value.description == words


async def test_a_persons_message_cannot_be_edited_but_can_be_deleted_in_private(desk: Desk):
    ana = await desk.starter()
    own = await ana.send("mine")
    place = {"chat_id": ana.id, "message_id": own["message_id"]}
    with pytest.raises(Refused, match="message can't be edited"):
        await desk.api("editMessageText", **place, text="yours")
    assert await desk.api("deleteMessage", **place) is True
    assert "mine" not in [message["text"] for message in await ana.sees()]


async def test_old_messages_cannot_be_deleted(timed: Desk, hands: ManualClock):
    ana = await timed.starter()
    sent = await timed.api("sendMessage", chat_id=ana.id, text="old")
    hands.pass_s(48 * 3600 + 1)
    with pytest.raises(Refused, match="message can't be deleted"):
        await timed.api("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])


async def test_delete_messages_passes_over_what_is_gone(desk: Desk):
    ana = await desk.starter()
    ids = [
        (await desk.api("sendMessage", chat_id=ana.id, text=text))["message_id"] for text in "ab"
    ]
    assert await desk.api("deleteMessages", chat_id=ana.id, message_ids=[*ids, 999])
    assert [message["text"] for message in await ana.sees()] == ["/start"]


async def test_copy_takes_the_content_and_forward_also_the_origin(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    own = await ana.send("from Ana")
    source = {"from_chat_id": ana.id, "message_id": own["message_id"]}
    copied = await desk.api("copyMessage", chat_id=bo.id, **source)
    forwarded = await desk.api("forwardMessage", chat_id=bo.id, **source)
    assert set(copied) == {"message_id"}
    assert forwarded["forward_origin"]["sender_user"]["id"] == ana.id
    copy, forward = (await bo.sees())[-2:]
    assert (copy["text"], copy["forward_origin"]) == ("from Ana", None)
    assert forward["forward_origin"]["type"] == "user"


async def test_people_forward_and_edit_too(desk: Desk):
    ana = await desk.starter()
    sent = await desk.api("sendMessage", chat_id=ana.id, text="card")
    await ana.act("forward", message_id=sent["message_id"])
    (update,) = await desk.fresh()
    assert update["message"]["forward_origin"]["sender_user"]["is_bot"]
    own = await ana.send("typo")
    await desk.fresh()
    edited = await ana.send("no typo", edit=own["message_id"])
    assert edited["edited"]
    (update,) = await desk.fresh()
    assert update["edited_message"]["text"] == "no typo"
    assert update["edited_message"]["edit_date"]
    await ana.act("send", 403, text="x", edit=sent["message_id"])


async def test_reply_keyboards_are_for_people_only(desk: Desk):
    ana = await desk.starter()
    markup = {"keyboard": [["Yes", {"text": "No"}]], "resize_keyboard": True}
    sent = await desk.api("sendMessage", chat_id=ana.id, text="?", reply_markup=markup)
    assert "reply_markup" not in sent
    seen = (await ana.sees())[-1]["reply_keyboard"]
    assert [key["text"] for key in seen["keyboard"][0]] == ["Yes", "No"]
    force = {"force_reply": True, "input_field_placeholder": "name"}
    await desk.api("sendMessage", chat_id=ana.id, text="name?", reply_markup=force)
    assert (await ana.sees())[-1]["reply_keyboard"]["force_reply"] is True


async def test_a_selective_keyboard_is_shown_to_whom_it_is_for(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana, bo)
    asked = await ana.send("/menu", chat=town)
    markup = {"keyboard": [[{"text": "A"}]], "selective": True}
    await desk.api(
        "sendMessage",
        chat_id=town,
        text="yours",
        reply_markup=markup,
        reply_to_message_id=asked["message_id"],
    )
    assert (await ana.sees(town))[-1]["reply_keyboard"]
    assert (await bo.sees(town))[-1]["reply_keyboard"] is None


async def test_pins_and_chat_actions(desk: Desk):
    ana = await desk.starter()
    sent = await desk.api("sendMessage", chat_id=ana.id, text="rules")
    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    assert await desk.api("pinChatMessage", **place)
    assert (await desk.api("getChat", chat_id=ana.id))["pinned_message"]["text"] == "rules"
    assert await desk.api("unpinChatMessage", chat_id=ana.id)
    assert "pinned_message" not in await desk.api("getChat", chat_id=ana.id)
    assert await desk.api("sendChatAction", chat_id=ana.id, action="typing")
    with pytest.raises(Refused, match="wrong parameter action"):
        await desk.api("sendChatAction", chat_id=ana.id, action="juggling")


async def test_methods_nobody_has_and_methods_the_sandbox_has_not(desk: Desk):
    with pytest.raises(Refused) as refused:
        await desk.api("makeCoffee")
    assert (refused.value.status, refused.value.description) == (404, "Not Found")
    with pytest.raises(Refused, match="not part of the sandbox"):
        await desk.api("sendDice", chat_id=1)


async def test_unknown_parameters_are_noted_and_with_strict_refused(open_desk, desk: Desk):
    ana = await desk.starter()
    await desk.api("sendMessage", chat_id=ana.id, text="x", colour="red")
    log = await desk.control("GET", f"log?method=sendMessage&chat={ana.id}")
    assert log["requests"][-1]["unknown_parameters"] == ["colour"]
    strict = await open_desk(strict=True)
    bo = await strict.starter("Bo")
    with pytest.raises(Refused, match='unknown parameter "colour"'):
        await strict.api("sendMessage", chat_id=bo.id, text="x", colour="red")
