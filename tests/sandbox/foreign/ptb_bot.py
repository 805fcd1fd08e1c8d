"""An echo bot with buttons and a photo, as python-telegram-bot's own examples are written."""

from __future__ import annotations

import asyncio
import os
from io import BytesIO
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

PICTURE = bytes.fromhex(os.environ["PICTURE"])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await context.bot.set_my_commands([("start", "Begin"), ("photo", "A picture")])
    keyboard = [
        [InlineKeyboardButton("Option 1", callback_data="1")],
        [InlineKeyboardButton("Option 2", callback_data="2")],
    ]
    assert update.message is not None
    assert update.effective_user is not None
    await update.message.reply_html(
        rf"Hi {update.effective_user.mention_html()}!", reply_markup=InlineKeyboardMarkup(keyboard)
    )


async def button(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer(text=f"You chose {query.data}", show_alert=True)
    await query.edit_message_text(text=f"Selected option: {query.data}")


async def photo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    sent = await update.message.reply_photo(photo=BytesIO(PICTURE), caption="fresh")
    file = await context.bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == PICTURE
    await update.message.reply_photo(photo=sent.photo[-1].file_id, caption="again")


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    assert update.message.text is not None
    await update.message.reply_text(update.message.text)


async def serve_webhook(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    async def telegram(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != "s3cret":
            return web.Response(status=403)
        update = Update.de_json(data=await request.json(), bot=application.bot)
        await application.update_queue.put(update)
        return web.Response()

    server = web.Application()
    server.router.add_post("/telegram", telegram)
    async with application:
        runner = web.AppRunner(server)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        await application.bot.set_webhook(
            url=f"http://127.0.0.1:{port}/telegram",
            secret_token="s3cret",
            allowed_updates=Update.ALL_TYPES,
        )
        await application.start()
        await asyncio.Event().wait()


def main() -> None:
    base = os.environ["API"]
    application = (
        ApplicationBuilder()
        .token(os.environ["TOKEN"])
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CommandHandler("photo", photo))
    application.add_handler(CallbackQueryHandler(button))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    if os.environ["WAY"] == "webhook":
        asyncio.run(serve_webhook(application))
    else:
        application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
