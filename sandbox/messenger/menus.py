"""Command menus: by scope and language, and which of them a person sees.

The order of search is Telegram's: the nearest scope first, and in each scope the person's language
before the commands for everyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.messenger.people import Bot, Chat
    from sandbox.messenger.shapes import Json


def scope_key(scope: Json | None) -> str:
    """A scope as one word: its type, its chat, its member."""
    if scope is None:
        return "default"
    words = (scope.get("type", "default"), scope.get("chat_id"), scope.get("user_id"))
    return ":".join(str(word) for word in words if word is not None)


def scopes_seen(chat: Chat, person_id: int) -> list[str]:
    """The scopes that apply to a person in a chat, nearest first."""
    if chat.is_private:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    scopes = [f"chat_member:{chat.id}:{person_id}"]
    manages = chat.members.get(person_id) in {"creator", "administrator"}
    if manages:
        scopes.append(f"chat_administrators:{chat.id}")
    scopes.append(f"chat:{chat.id}")
    if manages:
        scopes.append("all_chat_administrators")
    return [*scopes, "all_group_chats", "default"]


def menu_seen(bot: Bot, chat: Chat, person_id: int, language: str | None) -> list[Json]:
    """The commands a person sees in a chat."""
    short = (language or "").partition("-")[0].lower()
    for scope in scopes_seen(chat, person_id):
        by_language = bot.commands.get(scope, {})
        for wanted in (short, "") if short else ("",):
            if wanted in by_language:
                return by_language[wanted]
    return []
