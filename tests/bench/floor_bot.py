"""The floor: aiogram with its own polling, answering every tap and doing nothing else."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

dispatcher = Dispatcher()
BUTTON = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Open", callback_data="open")]]
)


@dispatcher.message(CommandStart())
async def start(message: Message) -> None:
    await message.answer("An envelope", reply_markup=BUTTON)


@dispatcher.callback_query()
async def tap(query: CallbackQuery) -> None:
    await query.answer("¥1.00")


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
    await dispatcher.start_polling(Bot(sys.argv[2], session=session), handle_signals=False)


if __name__ == "__main__":
    asyncio.run(main())
