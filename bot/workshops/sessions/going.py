"""Buttons that stand for commands: pressed here, answered by the command's own room."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Chat, Message

from bot.acts import Access, GuardedRouter
from bot.ways import Go

ways = GuardedRouter("ways", access=Access.ANYONE)


@ways.callback_query(Go.filter())
async def go(query: CallbackQuery, callback_data: Go, event_router: Router, **data: Any) -> Any:  # noqa: ANN401 - whatever the command's room answers
    """Hand the command to its room, as if the person had typed it in their private chat."""
    typed = Message(
        message_id=0,
        date=datetime.fromtimestamp(0, tz=UTC),
        chat=Chat(id=query.from_user.id, type="private"),
        from_user=query.from_user,
        text=f"/{callback_data.command}",
    )
    root = list(event_router.chain_head)[-1]
    return await root.propagate_event("message", typed, **data)
