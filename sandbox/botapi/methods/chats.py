"""Questions about chats and their members, and leaving a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import chat_to_write, find_chat
from sandbox.messenger.errors import bad_request
from sandbox.messenger.membership import change_member
from sandbox.messenger.people import IN_GROUP
from sandbox.messenger.publish import member_json
from sandbox.messenger.shapes import Json

if TYPE_CHECKING:
    from aiogram.methods import (
        GetChat,
        GetChatAdministrators,
        GetChatMember,
        GetChatMemberCount,
        GetUserProfilePhotos,
        LeaveChat,
    )

    from sandbox.botapi.methods.access import Call

_ACCENT_COLOR = 5
_REACTIONS = 11


def get_chat(call: Call, method: GetChat) -> Json:
    """Everything about a chat."""
    chat = find_chat(call, method.chat_id)
    shape: Json = call.world.chat_json(chat) | {
        "accent_color_id": _ACCENT_COLOR,
        "max_reaction_count": _REACTIONS,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.pinned is not None and (pinned := chat.messages.get(chat.pinned)) is not None:
        shape["pinned_message"] = pinned.body
    if chat.linked is not None:
        shape["linked_chat_id"] = chat.linked
    if not chat.is_private:
        shape["permissions"] = {
            "can_send_messages": True,
            "can_send_polls": True,
            "can_invite_users": True,
            "can_pin_messages": True,
        }
    return shape


def get_chat_member(call: Call, method: GetChatMember) -> Json:
    """One member."""
    chat = find_chat(call, method.chat_id)
    if method.user_id not in call.world.people and method.user_id not in call.world.bots:
        raise bad_request("invalid user_id specified")
    return member_json(call.world, chat, method.user_id, chat.members.get(method.user_id, "left"))


def get_chat_member_count(call: Call, method: GetChatMemberCount) -> int:
    """How many are in a chat."""
    chat = find_chat(call, method.chat_id)
    return sum(status in IN_GROUP for status in chat.members.values())


def get_chat_administrators(call: Call, method: GetChatAdministrators) -> list[Json]:
    """Who manages a group; other bots are left out."""
    chat = find_chat(call, method.chat_id)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(call.world, chat, account, status)
        for account, status in chat.members.items()
        if status in {"creator", "administrator"}
        and (account in call.world.people or account == call.bot.id)
    ]


def leave_chat(call: Call, method: LeaveChat) -> bool:
    """Go."""
    chat = chat_to_write(call, method.chat_id)
    if chat.is_private:
        raise bad_request("chat not found")
    change_member(call.world, chat, call.bot.id, "left", actor=call.bot.as_user())
    return True


def get_user_profile_photos(call: Call, method: GetUserProfilePhotos) -> Json:
    """Nobody in the sandbox has a picture."""
    if method.user_id not in call.world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
