"""Every answer of the sandbox is read by aiogram as the type the method promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from aiogram.utils.formatting import Bold, Text, TextMention

from tests.sandbox.desk import PNG, Desk, Seat

KEYS = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Open", callback_data="o", style="primary")]]
)


@pytest.fixture
async def bot(desk: Desk) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(desk.url))
    properties = DefaultBotProperties(parse_mode="HTML")
    yield Bot(desk.sandbox.settings.token, session=session, default=properties)
    await session.close()


@pytest.fixture
async def ana(desk: Desk) -> Seat:
    return await desk.starter("Ana", language_code="en")


async def test_texts_edits_and_copies(bot: Bot, ana: Seat):
    sent = await bot.send_message(ana.id, "<b>Hi</b>", reply_markup=KEYS)
    assert sent.html_text == "<b>Hi</b>"
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == KEYS.model_dump()
    reply = await bot.send_message(
        ana.id, "re", reply_parameters=ReplyParameters(message_id=sent.message_id)
    )
    assert reply.reply_to_message is not None
    edited = await bot.edit_message_text("new", chat_id=ana.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.text == "new"
    await bot.copy_message(ana.id, ana.id, sent.message_id)
    forwarded = await bot.forward_message(ana.id, ana.id, sent.message_id)
    assert forwarded.forward_origin is not None
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="A")]], resize_keyboard=True)
    await bot.send_message(ana.id, "?", reply_markup=keyboard)
    assert (await ana.sees())[-1]["reply_keyboard"]["resize_keyboard"] is True


async def test_entities_instead_of_markup(bot: Bot, ana: Seat):
    member = await bot.get_chat_member(ana.id, ana.id)
    content = Text("🎉 ", Bold("<x>"), " ", TextMention("you", user=member.user))
    sent = await bot.send_message(ana.id, **content.as_kwargs())
    assert sent.text == "🎉 <x> you"
    assert [(entity.type, entity.offset) for entity in sent.entities or ()] == [
        ("bold", 3),
        ("text_mention", 7),
    ]


async def test_files_go_up_and_come_down(bot: Bot, ana: Seat):
    photo = await bot.send_photo(ana.id, BufferedInputFile(PNG, "a.png"), caption="<i>x</i>")
    assert photo.photo is not None
    again = await bot.send_photo(ana.id, photo.photo[-1].file_id, reply_markup=KEYS)
    assert again.photo is not None
    back = await bot.download(again.photo[-1], destination=BytesIO())
    assert back is not None
    assert back.read() == PNG
    voice = await bot.send_voice(ana.id, BufferedInputFile(b"OggS", "v.ogg"), duration=2)
    assert voice.voice is not None
    assert voice.voice.duration == 2
    document = await bot.send_document(ana.id, BufferedInputFile(b"a,b", "a.csv"))
    assert document.document is not None
    assert document.document.file_name == "a.csv"
    await bot.edit_message_caption(chat_id=ana.id, message_id=voice.message_id, caption="c")


async def test_polls_menus_and_profiles(bot: Bot, ana: Seat):
    poll = await bot.send_poll(ana.id, "Fair?", ["Yes", "No"], is_anonymous=False)
    stopped = await bot.stop_poll(ana.id, poll.message_id)
    assert stopped.is_closed
    scope = BotCommandScopeChat(chat_id=ana.id)
    commands = [BotCommand(command="help", description="Help")]
    await bot.set_my_commands(commands, scope=scope, language_code="en")
    kept = await bot.get_my_commands(scope=scope, language_code="en")
    assert [command.model_dump() for command in kept] == [commands[0].model_dump()]
    await bot.delete_my_commands(scope=scope, language_code="en")
    await bot.set_my_name("Glass")
    assert (await bot.get_my_name()).name == "Glass"
    await bot.set_my_description("d")
    await bot.set_my_short_description("s")
    await bot.set_chat_menu_button(chat_id=ana.id)
    assert (await bot.get_chat_menu_button(chat_id=ana.id)).type == "commands"
    assert (await bot.get_me()).first_name == "Glass"
    assert (await bot.get_user_profile_photos(ana.id)).total_count == 0
    await bot.send_chat_action(ana.id, "typing")


async def test_groups(bot: Bot, desk: Desk, ana: Seat):
    town = await desk.group(ana)
    assert (await bot.get_chat(town)).title == "Town"
    assert await bot.get_chat_member_count(town) == 2
    (creator,) = await bot.get_chat_administrators(town)
    assert creator.user.id == ana.id
    await bot.leave_chat(town)
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(town, "x")


async def test_updates_are_read_as_their_types(bot: Bot, desk: Desk, ana: Seat):
    town = await desk.group(ana)
    sent = await bot.send_message(town, "?", reply_markup=KEYS)
    poll = await bot.send_poll(town, "Fair?", ["Yes", "No"], is_anonymous=False)
    own = await ana.send("/pay 5", chat=town)
    await ana.send("/pay 6", chat=town, edit=own["message_id"])
    await ana.act("vote", chat=town, message_id=poll.message_id, options=[0])
    await ana.act("anonymous-send", chat=town, text="/panel")
    tap = asyncio.ensure_future(ana.tap(sent.message_id, chat=town, button="Open"))
    kinds: list[str] = []
    updates: list[Update] = []
    while "callback_query" not in kinds:
        updates = await bot.get_updates(timeout=5)
        kinds = [update.event_type for update in updates]
    assert kinds[:1] == ["my_chat_member"]
    assert set(kinds) == {
        "my_chat_member",
        "message",
        "edited_message",
        "poll",
        "poll_answer",
        "callback_query",
    }
    query = updates[-1].callback_query
    assert query is not None
    await bot.answer_callback_query(query.id, text="ok")
    assert await tap == {"text": "ok", "show_alert": False}


async def test_refusals_are_the_exceptions_that_bots_expect(bot: Bot, desk: Desk, ana: Seat):
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "x")
    town = await desk.group(ana)
    moved = (await desk.control("POST", f"groups/{town}/migrate"))["id"]
    with pytest.raises(TelegramMigrateToChat) as migrated:
        await bot.send_message(town, "x")
    assert migrated.value.migrate_to_chat_id == moved
    rules = [
        {"kind": "retry_after", "retry_after": [3, 3], "count": 1},
        {"kind": "error", "status": 500, "count": 1},
        {"kind": "html", "status": 502, "count": 1},
    ]
    await desk.control("PUT", "faults", rules=rules)
    with pytest.raises(TelegramRetryAfter) as flooded:
        await bot.send_message(ana.id, "x")
    assert flooded.value.retry_after == 3
    with pytest.raises(TelegramServerError):
        await bot.send_message(ana.id, "x")
    with pytest.raises(ClientDecodeError):
        await bot.send_message(ana.id, "x")
    assert (await bot.get_webhook_info()).url == ""
