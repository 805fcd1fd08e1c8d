"""Keyboards under messages: what Telegram accepts, and which part is shown to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from sandbox.errors import bad_request
from sandbox.formatting.marks import checked_url

if TYPE_CHECKING:
    from sandbox.people import Chat, Message
    from sandbox.shapes import Json

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply
_DATA_BYTES = 64
_MAX_BUTTONS = 100
_MAX_ROW = 8


def inline_json(markup: Markup | None, *, private: bool) -> Json | None:
    """The inline keyboard as it stands in a message; None for an empty or any other keyboard."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return None
    rows = [
        [_button_json(button, private=private) for button in row]
        for row in markup.inline_keyboard
        if row
    ]
    if sum(map(len, rows)) > _MAX_BUTTONS or any(len(row) > _MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _button_json(button: InlineKeyboardButton, *, private: bool) -> Json:
    if not button.text.strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    data = button.callback_data
    if data is not None:
        if not 1 <= len(data.encode()) <= _DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        shape: Json = {"text": button.text, "callback_data": data}
        if button.style is not None:
            shape["style"] = button.style
        return shape
    if button.web_app is not None and not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    shape = button.model_dump(exclude_none=True, mode="json")
    if set(shape) <= {"text", "style", "icon_custom_emoji_id"}:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if button.url is not None:
        shape["url"] = _button_url(button.url)
    return shape


def _button_url(url: str) -> str:
    checked = checked_url(url)
    if checked is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: URL host is empty")
    return checked


def reply_json(markup: Markup | None) -> Json | None:
    """The reply keyboard (or its removal, or a forced reply) that people get."""
    if markup is None or isinstance(markup, InlineKeyboardMarkup):
        return None
    if isinstance(markup, ReplyKeyboardMarkup) and not any(markup.keyboard):
        raise bad_request("keyboard must be non-empty")
    return markup.model_dump(exclude_none=True, mode="json")


def place_keyboard(message: Message, keyboard: Json | None, chat: Chat) -> None:
    """Give people the reply keyboard; with `selective` only those the message is for."""
    message.reply_keyboard = keyboard
    if keyboard is not None and keyboard.get("selective") and not chat.is_private:
        message.keyboard_for = _addressed(message.body)


def _addressed(body: Json) -> list[int]:
    people = [
        entity["user"]["id"]
        for entity in body.get("entities", ())
        if entity["type"] == "text_mention"
    ]
    if replied := body.get("reply_to_message"):
        people.append(replied["from"]["id"])
    return people
