"""The bot's own face: name, descriptions, command menus, menu button."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import as_chat_id, find_chat
from sandbox.messenger.errors import bad_request
from sandbox.messenger.menus import scope_key

if TYPE_CHECKING:
    from aiogram.methods import (
        DeleteMyCommands,
        GetChatMenuButton,
        GetMe,
        GetMyCommands,
        GetMyDescription,
        GetMyName,
        GetMyShortDescription,
        SetChatMenuButton,
        SetMyCommands,
        SetMyDescription,
        SetMyName,
        SetMyShortDescription,
    )
    from pydantic import BaseModel

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.shapes import Json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_COMMANDS = 100
_DESCRIPTION_LIMIT = 256
_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call, _method: GetMe) -> Json:
    """Who the bot is."""
    return call.bot.as_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": call.bot.has_topics,
        "allows_users_to_create_topics": call.bot.people_make_topics,
    }


# --- name and descriptions --------------------------------------------------------


def _set_words(call: Call, what: str, text: str | None, language: str | None) -> bool:
    if len(text or "") > _LENGTHS[what]:
        raise bad_request(f"{what.replace('_', ' ')} is too long")
    texts = call.bot.profile.setdefault(what, {})
    key = _language(language)
    if text:
        texts[key] = text
    elif key or what != "name":
        texts.pop(key, None)
    call.world.touched("people", call.bot)
    return True


def set_my_name(call: Call, method: SetMyName) -> bool:
    """The name, by language."""
    return _set_words(call, "name", method.name, method.language_code)


def set_my_description(call: Call, method: SetMyDescription) -> bool:
    """What an empty chat with the bot shows."""
    return _set_words(call, "description", method.description, method.language_code)


def set_my_short_description(call: Call, method: SetMyShortDescription) -> bool:
    """What the profile page shows."""
    return _set_words(call, "short_description", method.short_description, method.language_code)


def get_my_name(call: Call, method: GetMyName) -> Json:
    """The name in a language."""
    return {"name": call.bot.words("name", method.language_code)}


def get_my_description(call: Call, method: GetMyDescription) -> Json:
    """The description in a language."""
    return {"description": call.bot.words("description", method.language_code)}


def get_my_short_description(call: Call, method: GetMyShortDescription) -> Json:
    """The short description in a language."""
    return {"short_description": call.bot.words("short_description", method.language_code)}


# --- commands ---------------------------------------------------------------------


def set_my_commands(call: Call, method: SetMyCommands) -> bool:
    """The menu for a scope and a language."""
    if len(method.commands) > _COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands: list[Json] = []
    for command in method.commands:
        name = command.command.removeprefix("/").lower()
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= _DESCRIPTION_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": name, "description": command.description})
    scope, language = _scope(call, method.scope), _language(method.language_code)
    if not commands:
        return _forget_commands(call, scope, language)
    call.bot.commands.setdefault(scope, {})[language] = commands
    call.world.touched("commands", call.bot)
    return True


def get_my_commands(call: Call, method: GetMyCommands) -> list[Json]:
    """Exactly what was set for this scope and language."""
    scope = _scope(call, method.scope)
    return call.bot.commands.get(scope, {}).get(_language(method.language_code), [])


def delete_my_commands(call: Call, method: DeleteMyCommands) -> bool:
    """No own menu for this scope and language any more; wider ones show again."""
    return _forget_commands(call, _scope(call, method.scope), _language(method.language_code))


def _forget_commands(call: Call, scope: str, language: str) -> bool:
    call.bot.commands.get(scope, {}).pop(language, None)
    call.world.touched("commands", call.bot)
    return True


def _scope(call: Call, scope: BaseModel | None) -> str:
    if scope is None:
        return scope_key(None)
    shape = scope.model_dump(exclude_none=True, mode="json")
    if "chat_id" in shape:
        # Settings of a chat need no right to write there, only that the bot knows it.
        shape["chat_id"] = find_chat(call, shape["chat_id"]).id
    return scope_key(shape)


def _language(code: str | None) -> str:
    if not code:
        return ""
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


# --- menu button --------------------------------------------------------------------


def set_chat_menu_button(call: Call, method: SetChatMenuButton) -> bool:
    """The button beside the text field, for one person or for everyone (0)."""
    button = method.menu_button
    shape: Json = {"type": "default"} if button is None else button.model_dump(exclude_none=True)
    call.bot.menu_buttons[as_chat_id(method.chat_id) or 0] = shape
    call.world.touched("commands", call.bot, person=as_chat_id(method.chat_id))
    return True


def get_chat_menu_button(call: Call, method: GetChatMenuButton) -> Json:
    """The button one person sees."""
    buttons = call.bot.menu_buttons
    own = buttons.get(as_chat_id(method.chat_id) or 0, {"type": "default"})
    return own if own["type"] != "default" else buttons.get(0, {"type": "commands"})
