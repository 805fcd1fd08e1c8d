"""The command menus, by role and language, kept as the grants say."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from bot.acts import Access
from bot.replies import say
from bot.runtime.transport import Refused, Sent, Wait
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.town import Role
from services.people.identity import roles_at

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.features import Command
    from bot.runtime.database import Database
    from bot.runtime.registry import Registry
    from bot.runtime.transport import Transport

EVERYBODY = (Access.ANYONE, Access.PARTICIPANT)
BY_ROLE = {
    Role.FACILITATOR: (Access.FACILITATOR, Access.WORKSHOP),
    Role.ADMIN: (Access.ADMIN, Access.FACILITATOR, Access.WORKSHOP),
}
NO_CHAT = 0


class MenuKeeper:
    """Tells the messenger each person's menu; a level kept, so a lost call is made good."""

    def __init__(self, transport: Transport, database: Database, registry: Registry) -> None:
        self._transport = transport
        self._database = database
        self._house = registry
        self._known: dict[int, tuple[Access, ...]] = {}
        self._not_before = 0.0

    async def keep(self) -> None:
        """Bring every menu up to the grants in force, unless we were asked to wait."""
        if monotonic() < self._not_before:
            return
        granted = await self._database.read(partial(_granted, bot_id=self._transport.bot_id))
        wanted = {NO_CHAT: EVERYBODY} | granted
        for chat in self._known.keys() - wanted.keys():
            if await self._clear(chat):
                del self._known[chat]
        for chat, accesses in wanted.items():
            if self._known.get(chat) != accesses and await self._set(chat, accesses):
                self._known[chat] = accesses

    async def _set(self, chat: int, accesses: tuple[Access, ...]) -> bool:
        commands = self._house.commands(*accesses)
        told = [
            await self._call("setMyCommands", chat, language, _listed(commands, language))
            for language in (None, *LANGUAGES)
        ]
        return all(told)

    async def _clear(self, chat: int) -> bool:
        told = [
            await self._call("deleteMyCommands", chat, language) for language in (None, *LANGUAGES)
        ]
        return all(told)

    async def _call(
        self,
        method: str,
        chat: int,
        language: str | None,
        commands: list[dict[str, str]] | None = None,
    ) -> bool:
        scope = (
            {"type": "all_private_chats"} if chat == NO_CHAT else {"type": "chat", "chat_id": chat}
        )
        params: dict[str, Any] = {"scope": scope}
        if commands is not None:
            params["commands"] = commands
        if language is not None:
            params["language_code"] = language
        # A refusal (a chat that was never opened) is final too: the next grant tries again.
        if monotonic() < self._not_before:
            return False
        outcome = await self._transport.call(method, params)
        if isinstance(outcome, Wait):
            self._not_before = monotonic() + outcome.seconds
        return isinstance(outcome, Sent | Refused)


def _listed(commands: list[Command], language: str | None) -> list[dict[str, str]]:
    words = words_for(language or "en")
    return [
        {"command": c.name, "description": words.plain(say(f"command.{c.name}"))} for c in commands
    ]


def _granted(conn: Connection, bot_id: int) -> dict[int, tuple[Access, ...]]:
    wanted: dict[int, tuple[Access, ...]] = {}
    for tg_user_id, role in roles_at(conn, bot_id):
        wanted[tg_user_id] = wanted.get(tg_user_id, EVERYBODY) + BY_ROLE[role]
    return wanted
