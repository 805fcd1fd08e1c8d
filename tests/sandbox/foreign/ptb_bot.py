"""An echo bot for more than words, written as python-telegram-bot's own examples are."""

from __future__ import annotations

import asyncio
import os
from io import BytesIO
from typing import Any

from aiohttp import web
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    MessageReactionHandler,
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


async def album(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    first, second = await update.message.reply_media_group(
        [InputMediaPhoto(BytesIO(PICTURE)), InputMediaPhoto(BytesIO(PICTURE))], caption="both"
    )
    assert first.media_group_id == second.media_group_id is not None
    await second.edit_media(InputMediaPhoto(BytesIO(PICTURE), caption="changed"))
    plain = await update.message.reply_text("soon")
    await plain.edit_media(InputMediaDocument(BytesIO(b"a,b"), filename="sums.csv"))
    await first.pin()
    stickers = (await context.bot.get_sticker_set("sandbox_friends")).stickers
    await update.message.reply_sticker(stickers[0])
    live = await update.message.reply_location(31.2, 121.5, live_period=60)
    await live.edit_live_location(31.3, 121.5)
    await live.stop_live_location()
    await update.message.reply_venue(31.2, 121.5, "Tea house", "Bund 1")


async def topics(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    assert (await context.bot.get_me()).has_topics_enabled
    chat = update.message.chat
    topic = await chat.create_forum_topic("Rent")
    await chat.edit_forum_topic(topic.message_thread_id, name="Flat")
    there = await chat.send_message("in it", message_thread_id=topic.message_thread_id)
    assert there.is_topic_message
    await there.reply_text("and here")
    gone = await chat.create_forum_topic("Gone")
    await chat.delete_forum_topic(gone.message_thread_id)
    try:
        await chat.send_message("lost", message_thread_id=gone.message_thread_id)
    except BadRequest as error:
        await chat.send_message(error.message)


async def posted(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.channel_post is not None
    await update.channel_post.chat.send_message(f"Read: {update.channel_post.text}")


async def mirror(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    got = update.message
    assert got is not None
    if got.photo:
        await got.reply_photo(got.photo[-1].file_id, caption=got.caption)
    elif got.voice:
        assert await (await got.voice.get_file()).download_as_bytearray()
        await got.reply_voice(got.voice.file_id)
    elif got.document:
        await got.reply_document(got.document.file_id)
    elif got.sticker:
        await got.reply_sticker(got.sticker.file_id)
    elif got.location:
        await got.reply_location(location=got.location)
    await got.set_reaction("👍")


async def reacted(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    change = update.message_reaction
    assert change is not None
    (new,) = change.new_reaction
    await context.bot.send_message(change.chat.id, f"You chose {new.to_dict()['emoji']}")


async def edited(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.edited_message is not None
    changed = update.edited_message.text or update.edited_message.caption
    await update.edited_message.reply_text(f"Now it says {changed}")


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
    application.add_handler(CommandHandler("topics", topics))
    application.add_handler(MessageHandler(filters.ChatType.CHANNEL, posted))
    application.add_handler(CommandHandler("album", album))
    application.add_handler(CallbackQueryHandler(button))
    application.add_handler(MessageReactionHandler(reacted))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited))
    shared = filters.PHOTO | filters.VOICE | filters.Document.ALL
    application.add_handler(MessageHandler(shared | filters.Sticker.ALL | filters.LOCATION, mirror))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    if os.environ["WAY"] == "webhook":
        asyncio.run(serve_webhook(application))
    else:
        application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
