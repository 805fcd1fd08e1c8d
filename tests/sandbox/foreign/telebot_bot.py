"""An echo bot with buttons and a photo, as pyTelegramBotAPI's own examples are written."""

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


@bot.message_handler(commands=["photo"])  # type: ignore[untyped-decorator] # telebot's own are without types
def photo(message: types.Message) -> None:
    sent = bot.send_photo(message.chat.id, BytesIO(PICTURE), caption="fresh")
    assert sent.photo is not None
    file = bot.get_file(sent.photo[-1].file_id)
    assert file.file_path is not None
    assert bot.download_file(file.file_path) == PICTURE
    bot.send_photo(message.chat.id, sent.photo[-1].file_id, caption="again")


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
    bot.set_webhook(url=f"http://127.0.0.1:{port}/telegram", secret_token="s3cret")


def main() -> None:
    if os.environ["WAY"] == "webhook":
        app = web.Application()
        app.router.add_post("/telegram", handle)
        app.on_startup.append(announce)
        web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
    else:
        bot.infinity_polling()


if __name__ == "__main__":
    main()
