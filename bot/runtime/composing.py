"""One message as calls of the API: its parts, what goes with it, its keys, its simpler form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.replies import Button, Clip, CopyTextButton, LinkButton, Message, Relay, Say, grid, say
from bot.runtime.attachments import UNCLEAN, Attachment, has_caption, method_of
from bot.runtime.cutting import cut, shortened
from bot.runtime.outbox import EDIT_METHOD, OutboxCall
from bot.words import Words, words_for
from services.people.identity import Address

TEXT_MAX, CAPTION_MAX = 4096, 1024
KEYS_IN_A_ROW = 2
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}


def compose(message: Message, address: Address, label: Say | None = None) -> list[OutboxCall]:
    """The calls that show a message in one chat: several when it is too long for one.

    What goes with it goes with the first, the keyboard hangs under the last. A card is one message
    for ever, so it is shortened instead.
    """
    words = words_for(address.language)
    html = words.html(message.text)
    if label is not None:
        html = f"{words.html(label)}\n{html}"
    attachment = _attachment(message, words)
    captioned = attachment is not None and has_caption(attachment)
    first = CAPTION_MAX if captioned else TEXT_MAX
    parts = [shortened(html, first)] if message.card else cut(html, first, TEXT_MAX)
    to = _destination(message, address)
    call = OutboxCall(
        bot_id=address.bot_id,
        chat_id=address.chat_id,
        priority=message.priority,
        method="sendMessage",
        params={},
        card=message.card or "",
        batch=message.batch or "",
        talk=message.talk if address.chat_id > 0 else "",
        instead="" if message.instead is None else words.html(message.instead),
    )
    calls = [
        replace(call, params={**to, "parse_mode": "HTML", "text": part, **NO_PREVIEW})
        for part in parts
    ]
    if attachment is not None and captioned:
        method = method_of(attachment)
        params = {**to, "parse_mode": "HTML", "caption": parts[0]}
        calls[0] = replace(call, method=method, params=params, attachment=attachment)
    elif isinstance(attachment, Relay):
        calls.append(_uncaptioned(call, to, attachment))
    if markup := _markup(message, words):
        calls[-1].params["reply_markup"] = markup
    return calls


def _attachment(message: Message, words: Words) -> Attachment | None:
    clip = message.clip and Clip(message.clip.asset.format(language=words.language))
    return clip or message.picture or message.file or message.relay


def _destination(message: Message, address: Address) -> dict[str, Any]:
    to: dict[str, Any] = {"chat_id": address.chat_id}
    if address.thread_id is not None and not message.talk:
        to["message_thread_id"] = address.thread_id
    if message.silent:
        to["disable_notification"] = True
    return to


def _markup(message: Message, words: Words) -> dict[str, Any]:
    if message.keyboard:
        rows = [[_button(button, words) for button in row] for row in message.keyboard]
        return {"inline_keyboard": rows}
    if message.keys is None:
        return {}
    keys = grid([{"text": words.plain(key)} for key in message.keys], KEYS_IN_A_ROW)
    below = {"keyboard": keys, "resize_keyboard": True, "is_persistent": True}
    return below if keys else {"remove_keyboard": True}


def _uncaptioned(call: OutboxCall, to: dict[str, Any], relay: Relay) -> OutboxCall:
    """A sticker or a place, which can say no word of whose it is: that goes before it."""
    if relay.what == "place":
        latitude, longitude = relay.handle.split(",")
        there = {**to, "latitude": latitude, "longitude": longitude}
        return replace(call, method="sendLocation", params=there)
    return replace(call, method=method_of(relay), params=to, attachment=relay)


def simpler(call: OutboxCall) -> OutboxCall | None:
    """The same call for a chat that did not take it: in no topic, then as its words alone."""
    params = dict(call.params)
    if call.method == EDIT_METHOD:  # a picture, or gone: the screen comes below
        del params["message_id"]
        return replace(call, method="sendMessage", params=params)
    if params.pop("message_thread_id", None) is not None:
        return replace(call, params=params)
    if call.attachment is None or (isinstance(call.attachment, Relay) and not call.is_own):
        return None  # nobody is handed a caption for the photo that it was written for
    said = (params.pop("caption"), call.instead)
    text = {"text": "\n".join(filter(None, said)), **NO_PREVIEW}
    return replace(call, method="sendMessage", params=params | text, attachment=None)


def undelivered(call: OutboxCall, reason: str, now_ms: int) -> OutboxCall | None:
    """What whoever spoke to a group hears when the group did not: only they can mend it."""
    if call.asker is None:
        return None
    key = "undelivered_to_person" if call.talk else "undelivered"
    key = "undelivered_picture" if reason == UNCLEAN else key
    (part,) = compose(Message(say(key, reason=reason)), call.asker)
    return replace(part, key=f"{call.key.rpartition(':')[0]}:undelivered", created_ms=now_ms)


def _button(button: Button | LinkButton | CopyTextButton, words: Words) -> dict[str, Any]:
    label = words.plain(button.label)
    if isinstance(button, LinkButton):
        return {"text": label, "url": button.url}
    if isinstance(button, CopyTextButton):
        return {"text": label, "copy_text": {"text": button.words}}
    return {"text": label, "callback_data": button.data.pack()}
