"""An echo bot for more than words, written as pyTelegramBotAPI's own examples are."""

from __future__ import annotations

import os
from io import BytesIO
from typing import Any

import telebot
from aiohttp import web
from telebot import types
from telebot.util import quick_markup

helper: Any = telebot.apihelper  # its addresses are declared as None
helper.API_URL = os.environ["API"] + "/bot{0}/{1}"
helper.FILE_URL = os.environ["API"] + "/file/bot{0}/{1}"
KINDS = ["message", "edited_message", "callback_query", "message_reaction", "channel_post"]
PICTURE = bytes.fromhex(os.environ["PICTURE"])

bot = telebot.TeleBot(os.environ["TOKEN"])


@bot.message_handler(commands=["start"])  # type: ignore[untyped-decorator] # telebot's own are without types
def start(message: types.Message) -> None:
    bot.set_my_commands(
        [types.BotCommand("start", "Begin"), types.BotCommand("photo", "A picture")]
    )
    assert message.from_user is not None
    name = telebot.formatting.mlink(
        message.from_user.first_name, f"tg://user?id={message.from_user.id}"
    )
    markup = quick_markup(
        {"Option 1": {"callback_data": "1"}, "Option 2": {"callback_data": "2"}}, row_width=1
    )
    bot.reply_to(message, f"Hi {name}\\!", parse_mode="MarkdownV2", reply_markup=markup)


@bot.callback_query_handler(func=lambda call: True)  # type: ignore[untyped-decorator] # telebot's own are without types
def button(call: types.CallbackQuery) -> None:
    bot.answer_callback_query(call.id, f"You chose {call.data}", show_alert=True)
    assert isinstance(call.message, types.Message)
    bot.edit_message_text(
        f"Selected option: {call.data}", call.message.chat.id, call.message.message_id
    )


@bot.message_handler(commands=["topics"])  # type: ignore[untyped-decorator] # telebot's own are without types
def topics(message: types.Message) -> None:
    chat = message.chat.id
    assert bot.get_me().has_topics_enabled
    topic = bot.create_forum_topic(chat, "Rent")
    bot.edit_forum_topic(chat, topic.message_thread_id, "Flat")
    there = bot.send_message(chat, "in it", message_thread_id=topic.message_thread_id)
    assert there.is_topic_message
    bot.reply_to(there, "and here")
    gone = bot.create_forum_topic(chat, "Gone")
    bot.delete_forum_topic(chat, gone.message_thread_id)
    try:
        bot.send_message(chat, "lost", message_thread_id=gone.message_thread_id)
    except telebot.apihelper.ApiTelegramException as error:
        bot.send_message(chat, error.description.removeprefix("Bad Request: ").capitalize())


@bot.channel_post_handler(func=lambda message: True)  # type: ignore[untyped-decorator] # telebot's own are without types
def posted(message: types.Message) -> None:
    bot.send_message(message.chat.id, f"Read: {message.text}")


@bot.message_handler(commands=["photo"])  # type: ignore[untyped-decorator] # telebot's own are without types
def photo(message: types.Message) -> None:
    sent = bot.send_photo(message.chat.id, BytesIO(PICTURE), caption="fresh")
    assert sent.photo is not None
    file = bot.get_file(sent.photo[-1].file_id)
    assert file.file_path is not None
    assert bot.download_file(file.file_path) == PICTURE
    bot.send_photo(message.chat.id, sent.photo[-1].file_id, caption="again")


@bot.message_handler(commands=["album"])  # type: ignore[untyped-decorator] # telebot's own are without types
def album(message: types.Message) -> None:
    chat = message.chat.id
    picture = types.InputFile(BytesIO(PICTURE))
    pictures: list[Any] = [
        types.InputMediaPhoto(picture, caption="both"),
        types.InputMediaPhoto(types.InputFile(BytesIO(PICTURE))),
    ]
    first, second = bot.send_media_group(chat, pictures)
    assert first.media_group_id == second.media_group_id is not None
    changed = types.InputMediaPhoto(types.InputFile(BytesIO(PICTURE)), caption="changed")
    bot.edit_message_media(changed, chat, second.message_id)
    plain = bot.send_message(chat, "soon")
    paper = types.InputMediaDocument(types.InputFile(BytesIO(b"a,b"), "sums.csv"))
    bot.edit_message_media(paper, chat, plain.message_id)
    bot.pin_chat_message(chat, first.message_id)
    stickers = bot.get_sticker_set("sandbox_friends").stickers
    bot.send_sticker(chat, stickers[0].file_id)
    live = bot.send_location(chat, 31.2, 121.5, live_period=60)
    bot.edit_message_live_location(31.3, 121.5, chat, live.message_id)
    bot.stop_message_live_location(chat, live.message_id)
    bot.send_venue(chat, 31.2, 121.5, "Tea house", "Bund 1")


@bot.message_handler(content_types=["photo", "voice", "document", "sticker", "location"])  # type: ignore[untyped-decorator] # telebot's own are without types
def mirror(got: types.Message) -> None:
    chat = got.chat.id
    if got.photo:
        bot.send_photo(chat, got.photo[-1].file_id, caption=got.caption)
    elif got.voice:
        path = bot.get_file(got.voice.file_id).file_path
        assert path is not None
        assert bot.download_file(path)
        bot.send_voice(chat, got.voice.file_id)
    elif got.document:
        bot.send_document(chat, got.document.file_id)
    elif got.sticker:
        bot.send_sticker(chat, got.sticker.file_id)
    elif got.location:
        bot.send_location(chat, got.location.latitude, got.location.longitude)
    bot.set_message_reaction(chat, got.message_id, [types.ReactionTypeEmoji("👍")])


@bot.message_reaction_handler(func=lambda change: True)  # type: ignore[untyped-decorator] # telebot's own are without types
def reacted(change: types.MessageReactionUpdated) -> None:
    (new,) = change.new_reaction
    assert isinstance(new, types.ReactionTypeEmoji)
    bot.send_message(change.chat.id, f"You chose {new.emoji}")


@bot.edited_message_handler(content_types=["text", "photo"])  # type: ignore[untyped-decorator] # telebot's own are without types
def edited(message: types.Message) -> None:
    bot.reply_to(message, f"Now it says {message.text or message.caption}")


@bot.message_handler(func=lambda message: True)  # type: ignore[untyped-decorator] # telebot's own are without types
def echo(message: types.Message) -> None:
    assert message.text is not None
    bot.reply_to(message, message.text)


async def handle(request: web.Request) -> web.Response:
    if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != "s3cret":
        return web.Response(status=403)
    update = types.Update.de_json(await request.json())
    bot.process_new_updates([update])
    return web.Response()


async def announce(app: web.Application) -> None:
    port = os.environ["PORT"]
    bot.remove_webhook()
    bot.set_webhook(
        url=f"http://127.0.0.1:{port}/telegram", secret_token="s3cret", allowed_updates=KINDS
    )


def main() -> None:
    if os.environ["WAY"] == "webhook":
        app = web.Application()
        app.router.add_post("/telegram", handle)
        app.on_startup.append(announce)
        web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
    else:
        bot.infinity_polling(allowed_updates=KINDS)


if __name__ == "__main__":
    main()
