"""Answers to taps on inline buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messenger.errors import bad_request

if TYPE_CHECKING:
    from aiogram.methods import AnswerCallbackQuery

    from sandbox.botapi.methods.access import Call

_ANSWER_LIMIT = 200


def answer_callback_query(call: Call, method: AnswerCallbackQuery) -> bool:
    """A toast, an alert, or just an end to the spinning."""
    text = method.text or None
    if text is not None and len(text) > _ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": bool(method.show_alert)}
    if method.url:
        answer["url"] = method.url
    tap = call.world.taps.answer(call.bot.id, method.callback_query_id, answer)
    call.world.events.emit("answer", person=tap.person, chat=None, query=tap.id, answer=answer)
    return True
