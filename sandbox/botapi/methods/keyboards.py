"""Keyboards under messages: what Telegram accepts, and which part is shown to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messenger.errors import bad_request
from sandbox.messenger.formatting.marks import checked_url

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.shapes import Json

_DATA_BYTES = 64
_MAX_BUTTONS = 100
_MAX_ROW = 8


def inline_json(markup: object, *, private: bool) -> Json | None:
    """The inline keyboard as it stands in a message; None for any other keyboard."""
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return None
    rows = [
        [_button_json(button, private=private) for button in row]
        for row in markup["inline_keyboard"]
    ]
    if sum(map(len, rows)) > _MAX_BUTTONS or any(len(row) > _MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows}


def _button_json(button: Json, *, private: bool) -> Json:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if len(button.get("callback_data", "").encode()) > _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "web_app" in button and not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    return {**button, "url": _button_url(button["url"])} if "url" in button else button


def _button_url(url: str) -> str:
    checked = checked_url(url)
    if checked is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: URL host is empty")
    return checked


def reply_json(markup: object) -> Json | None:
    """The reply keyboard (or its removal, or a forced reply) that people get."""
    return markup if isinstance(markup, dict) and "inline_keyboard" not in markup else None


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
        people.append(replied.get("from", {}).get("id", 0))
    return people
