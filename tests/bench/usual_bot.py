"""The usual bot: aiogram and aiosqlite as templates write it, a connection and commit a tap."""

from __future__ import annotations

import asyncio
import sys

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

dispatcher = Dispatcher()
BUTTON = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Open", callback_data="open")]]
)
DATABASE = sys.argv[3] if len(sys.argv) > 3 else ""
SCHEMA = """
CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT, balance INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS claims (id INTEGER PRIMARY KEY, user_id INTEGER, amount INTEGER);
"""


@dispatcher.message(CommandStart())
async def start(message: Message) -> None:
    await message.answer("An envelope", reply_markup=BUTTON)


@dispatcher.callback_query()
async def tap(query: CallbackQuery) -> None:
    user = query.from_user
    async with aiosqlite.connect(DATABASE) as db:
        await db.execute(
            "INSERT OR IGNORE INTO users (id, name) VALUES (?, ?)", (user.id, user.first_name)
        )
        async with db.execute("SELECT balance FROM users WHERE id = ?", (user.id,)) as cursor:
            await cursor.fetchone()
        await db.execute("INSERT INTO claims (user_id, amount) VALUES (?, 100)", (user.id,))
        await db.execute("UPDATE users SET balance = balance + 100 WHERE id = ?", (user.id,))
        await db.commit()
    await query.answer("¥1.00")


async def main() -> None:
    async with aiosqlite.connect(DATABASE) as db:
        await db.execute("PRAGMA journal_mode=WAL")
        await db.executescript(SCHEMA)
        await db.commit()
    session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
    await dispatcher.start_polling(Bot(sys.argv[2], session=session), handle_signals=False)


if __name__ == "__main__":
    asyncio.run(main())
