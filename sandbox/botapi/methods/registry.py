"""Which function answers which method, and the model that checks its parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from aiogram import methods as api
from aiogram.methods import TelegramMethod

from sandbox.botapi.methods import (
    albums,
    callbacks,
    chats,
    delivery,
    edits,
    locations,
    media,
    messages,
    polls,
    profile,
    topics,
)
from sandbox.botapi.methods.access import Call

Model = TelegramMethod[Any]
Handler = Callable[[Call, Model], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One method of the Bot API."""

    name: str
    model: type[Model]
    handler: Handler | None
    """None for `getUpdates`: it waits, so the gateway answers it itself."""
    limited: str = ""
    """`send` or `edit` where Telegram's limits count it."""


_LIMITED = {
    api.SendMessage: "send",
    api.SendPhoto: "send",
    api.SendVoice: "send",
    api.SendDocument: "send",
    api.SendSticker: "send",
    api.SendMediaGroup: "send",
    api.SendLocation: "send",
    api.SendVenue: "send",
    api.SendPoll: "send",
    api.CopyMessage: "send",
    api.ForwardMessage: "send",
    api.EditMessageText: "edit",
    api.EditMessageCaption: "edit",
    api.EditMessageReplyMarkup: "edit",
    api.EditMessageMedia: "edit",
    api.EditMessageLiveLocation: "edit",
    api.StopMessageLiveLocation: "edit",
    api.StopPoll: "edit",
}


_TABLE: dict[type[Model], object] = {
    api.GetUpdates: None,
    api.GetMe: profile.get_me,
    api.LogOut: delivery.end_session,
    api.Close: delivery.end_session,
    api.SetWebhook: delivery.set_webhook,
    api.DeleteWebhook: delivery.delete_webhook,
    api.GetWebhookInfo: delivery.get_webhook_info,
    api.SendMessage: messages.send_message,
    api.ForwardMessage: messages.forward_message,
    api.CopyMessage: messages.copy_message,
    api.DeleteMessage: messages.delete_message,
    api.DeleteMessages: messages.delete_messages,
    api.SendChatAction: messages.send_chat_action,
    api.PinChatMessage: messages.pin_chat_message,
    api.UnpinChatMessage: messages.unpin_chat_message,
    api.UnpinAllChatMessages: messages.unpin_all_chat_messages,
    api.EditMessageText: edits.edit_message_text,
    api.EditMessageCaption: edits.edit_message_caption,
    api.EditMessageReplyMarkup: edits.edit_message_reply_markup,
    api.EditMessageMedia: albums.edit_message_media,
    api.EditMessageLiveLocation: locations.edit_message_live_location,
    api.StopMessageLiveLocation: locations.stop_message_live_location,
    api.SetMessageReaction: messages.set_message_reaction,
    api.AnswerCallbackQuery: callbacks.answer_callback_query,
    api.SendPhoto: media.send_photo,
    api.SendVoice: media.send_voice,
    api.SendDocument: media.send_document,
    api.SendMediaGroup: albums.send_media_group,
    api.SendLocation: locations.send_location,
    api.SendVenue: locations.send_venue,
    api.SendSticker: media.send_sticker,
    api.GetStickerSet: media.get_sticker_set,
    api.GetFile: media.get_file,
    api.SendPoll: polls.send_poll,
    api.StopPoll: polls.stop_poll,
    api.CreateForumTopic: topics.create_forum_topic,
    api.EditForumTopic: topics.edit_forum_topic,
    api.CloseForumTopic: topics.close_forum_topic,
    api.ReopenForumTopic: topics.reopen_forum_topic,
    api.DeleteForumTopic: topics.delete_forum_topic,
    api.UnpinAllForumTopicMessages: topics.unpin_all_forum_topic_messages,
    api.GetForumTopicIconStickers: topics.get_forum_topic_icon_stickers,
    api.SetMyName: profile.set_my_name,
    api.GetMyName: profile.get_my_name,
    api.SetMyDescription: profile.set_my_description,
    api.GetMyDescription: profile.get_my_description,
    api.SetMyShortDescription: profile.set_my_short_description,
    api.GetMyShortDescription: profile.get_my_short_description,
    api.SetMyCommands: profile.set_my_commands,
    api.GetMyCommands: profile.get_my_commands,
    api.DeleteMyCommands: profile.delete_my_commands,
    api.SetChatMenuButton: profile.set_chat_menu_button,
    api.GetChatMenuButton: profile.get_chat_menu_button,
    api.GetChat: chats.get_chat,
    api.GetChatMember: chats.get_chat_member,
    api.GetChatMemberCount: chats.get_chat_member_count,
    api.GetChatAdministrators: chats.get_chat_administrators,
    api.LeaveChat: chats.leave_chat,
    api.GetUserProfilePhotos: chats.get_user_profile_photos,
}


@cache
def entries() -> dict[str, Entry]:
    """Every method by its lower-case name."""
    return {
        model.__api_method__.lower(): Entry(
            model.__api_method__, model, cast("Handler", handler), _LIMITED.get(model, "")
        )
        for model, handler in _TABLE.items()
    }


@cache
def known_elsewhere() -> frozenset[str]:
    """Methods Telegram has and the sandbox has not."""
    names = (getattr(getattr(api, name), "__api_method__", None) for name in api.__all__)
    return frozenset(name.lower() for name in names if isinstance(name, str))
