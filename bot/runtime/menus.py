"""The command menus, by role and language, kept as the grants say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import Connection

from bot.acts import Access
from bot.features import Command
from bot.replies import say
from bot.runtime.core import Core
from bot.runtime.transport import Refused, Sent, Transport, Wait
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.town import Role
from services.people.identity import roles_at, seconds_at

EVERYBODY = (Access.ANYONE, Access.PARTICIPANT)
BY_ROLE = {
    Role.FACILITATOR: (Access.FACILITATOR, Access.WORKSHOP),
    Role.ADMIN: (Access.ADMIN, Access.FACILITATOR, Access.WORKSHOP),
}
NO_CHAT = 0
MENU_MAX = 64  # commands
STAYS_FROM = 80  # the rank of help, privacy, leaving


class MenuKeeper:
    """Tells the messenger each person's menu; a level kept, so a lost call is made good."""

    def __init__(self, core: Core, transport: Transport) -> None:
        self._database = core.database
        self._registry = core.performer.registry
        self._transport = transport
        self._known: dict[int, tuple[Access, ...]] = {}
        self._not_before = 0.0

    async def keep(self) -> None:
        """Bring every menu up to the grants in force, unless we were asked to wait."""
        if monotonic() < self._not_before:
            return
        granted = await self._database.read(partial(_granted, bot_id=self._transport.bot_id))
        wanted = {NO_CHAT: EVERYBODY} | granted
        for chat in self._known.keys() - wanted.keys():
            if await self._show(chat, ()):
                del self._known[chat]
        for chat, accesses in wanted.items():
            if self._known.get(chat) != accesses and await self._show(chat, accesses):
                self._known[chat] = accesses

    async def _show(self, chat: int, accesses: tuple[Access, ...]) -> bool:
        """Set a chat's menu in every language, or take it away where nothing is accessible."""
        private = {"type": "all_private_chats"}
        scope = private if chat == NO_CHAT else {"type": "chat", "chat_id": chat}
        told = []
        for language in (None, *LANGUAGES):
            params: dict[str, Any] = {"scope": scope}
            if language is not None:
                params["language_code"] = language
            words = words_for(language or "en")
            if accesses:
                params["commands"] = [
                    {"command": one.name, "description": words.plain(say(f"command.{one.name}"))}
                    for one in shortened(self._registry.commands(*accesses))
                ]
            told.append(await self._call(f"{'set' if accesses else 'delete'}MyCommands", params))
            if chat == NO_CHAT:  # what stands in an empty chat, above Start
                said = {key: one for key, one in params.items() if key == "language_code"}
                said["description"] = words.plain(say("workshops.before_start"))
                told.append(await self._call("setMyDescription", said))
        return all(told)

    async def _call(self, method: str, params: dict[str, Any]) -> bool:
        if monotonic() < self._not_before:
            return False
        outcome = await self._transport.call(method, params)
        if isinstance(outcome, Wait):
            self._not_before = monotonic() + outcome.seconds
        # A refusal (a chat that was never opened) is final too: the next grant tries again.
        return isinstance(outcome, Sent | Refused)


def shortened(commands: Sequence[Command]) -> list[Command]:
    """What a menu has room for: of what the town offers the last are left out, and /help has all.

    The messenger takes a hundred at the most; nobody reads as many.
    """
    over = len(commands) - MENU_MAX
    in_town = [c for c in commands if c.access is Access.PARTICIPANT and c.rank < STAYS_FROM]
    left_out = in_town[-over:] if over > 0 else []
    return [one for one in commands if one not in left_out]


def _granted(conn: Connection, bot_id: int) -> dict[int, tuple[Access, ...]]:
    wanted: dict[int, tuple[Access, ...]] = {}
    helpers = ((tg_user_id, Role.FACILITATOR) for tg_user_id in seconds_at(conn, bot_id))
    for tg_user_id, role in dict.fromkeys((*roles_at(conn, bot_id), *helpers)):
        wanted[tg_user_id] = wanted.get(tg_user_id, EVERYBODY) + BY_ROLE[role]
    return wanted
