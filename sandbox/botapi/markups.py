"""Keyboards as bots send them, read in the order and refused in the words of Telegram's server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.fields import Fields, Unreadable, about
from sandbox.messenger.shapes import Json, compact

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = list[list[Json]]

_STYLES = frozenset({"primary", "danger", "success"})
_FLAGS = (
    "hide_keyboard",
    "remove_keyboard",
    "personal_keyboard",
    "selective",
    "force_reply_keyboard",
    "force_reply",
)
_LOOKS = ("is_persistent", "resize_keyboard", "one_time_keyboard")
_INLINE_NEEDS = {
    "switch_inline_query": None,
    "switch_inline_query_chosen_chat": "",
    "switch_inline_query_current_chat": None,
    "login_url": "url",
    "web_app": "url",
    "copy_text": "text",
}
"""What an inline button does, first come first served: a text (None), or an object that needs
this text."""
_REPLY_NEEDS = {
    "request_poll": "",
    "web_app": "url",
    "request_users": "request_id",
    "request_user": "request_id",
    "request_chat": "request_id",
    "request_managed_bot": "request_id",
}


def read_markup(value: object) -> Json | None:
    """The one keyboard that is meant; None if the object is none or shows nothing."""
    fields = Fields(value, "Object expected as reply markup")
    rows = _rows(fields, "keyboard", _reply_button)
    inline = _rows(fields, "inline_keyboard", _inline_button)
    flags = {name: fields.flag(name) for name in _FLAGS}
    placeholder = fields.text("input_field_placeholder") or None
    personal = (flags["personal_keyboard"] or flags["selective"]) or None
    if rows is not None:
        looks = {name: True for name in _LOOKS if fields.flag(name)}
        more = compact(input_field_placeholder=placeholder, selective=personal)
        return {"keyboard": rows, **looks, **more} if rows else None
    if inline is not None:
        return {"inline_keyboard": inline} if inline else None
    if flags["hide_keyboard"] or flags["remove_keyboard"]:
        return compact(remove_keyboard=True, selective=personal)
    if flags["force_reply"] or flags["force_reply_keyboard"]:
        return compact(force_reply=True, input_field_placeholder=placeholder, selective=personal)
    return None


def _rows(fields: Fields, name: str, read: Callable[[object], Json]) -> Rows | None:
    """The buttons that show something, row by row; None if no row was sent at all."""
    given = fields.json.get(name, [])
    if not isinstance(given, list):
        raise Unreadable(f'Field "{name}" must be of type Array')
    rows: Rows = []
    for row in given:
        if not isinstance(row, list):
            owner = " of the InlineKeyboardMarkup" if read is _inline_button else ""
            raise Unreadable(f'Field "{name}"{owner} must be an Array of Arrays')
        kind = "inline keyboard button" if read is _inline_button else "keyboard button"
        with about(f"Can't parse {kind}"):
            buttons = [read(button) for button in row]
        shown = [one for one in buttons if one["text"] or "icon_custom_emoji_id" in one]
        rows += [shown] if shown else []
    return rows if given else None


def _reply_button(value: object) -> Json:
    if isinstance(value, str):
        return {"text": value}
    fields = Fields(value, "KeyboardButton must be a String or an Object")
    shape = _face(fields)
    if fields.flag("request_phone_number") or fields.flag("request_contact"):
        return {**shape, "request_contact": True}
    if fields.flag("request_location"):
        return {**shape, "request_location": True}
    for name, needs in _REPLY_NEEDS.items():
        if name in fields.json:
            return {**shape, name: _part(fields, name, needs)}
    return shape


def _inline_button(value: object) -> Json:
    fields = Fields(value, "InlineKeyboardButton must be an Object")
    shape = _face(fields)
    for name in ("url", "callback_data"):
        if text := fields.text(name):
            return {**shape, name: text}
    if "callback_game" in fields.json:
        return {**shape, "callback_game": {}}
    if "pay" in fields.json:
        return {**shape, "pay": True}
    for name, needs in _INLINE_NEEDS.items():
        if name in fields.json:
            return {
                **shape,
                name: fields.needed(name) if needs is None else _part(fields, name, needs),
            }
    raise Unreadable("Text buttons are unallowed in the inline keyboard")


def _part(fields: Fields, name: str, needs: str) -> Json:
    part = fields.part(name)
    if needs == "request_id":
        return {**part.json, needs: part.number(needs)}
    return {**part.json, needs: part.needed(needs)} if needs else part.json


def _face(fields: Fields) -> Json:
    """Text, icon and colour of a button."""
    shape: Json = {"text": fields.needed("text")}
    if icon := fields.number("icon_custom_emoji_id", 0):
        shape["icon_custom_emoji_id"] = str(icon)
    style = fields.text("style").lower()
    if style in _STYLES:
        shape["style"] = style
    elif style not in {"", "default"}:
        raise Unreadable("invalid button style specified")
    return shape
