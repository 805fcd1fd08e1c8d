"""Polls: asked by the bot, closed by the bot or by time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.botapi.methods.access import chat_to_write, find_message
from sandbox.botapi.methods.keyboards import inline_json
from sandbox.botapi.methods.sending import post_answer
from sandbox.messenger.errors import bad_request
from sandbox.messenger.formatting import prepare
from sandbox.messenger.polls import Poll
from sandbox.messenger.voting import close_poll, show_poll

if TYPE_CHECKING:
    from aiogram.methods import SendPoll, StopPoll

    from sandbox.botapi.methods.access import Call
    from sandbox.messenger.shapes import Json

_QUESTION_LIMIT = 300
_OPTION_LIMIT = 100
_OPTIONS = 12
_OPEN_PERIOD_S = (5, 2_628_000)
_EXPLANATION_LIMIT = 200


def send_poll(call: Call, method: SendPoll) -> Json:
    """A poll or a quiz."""
    if method.type not in {None, "", "quiz", "regular"}:
        raise bad_request("unsupported poll type specified")
    chat = chat_to_write(call, method.chat_id)
    poll = Poll(
        str(call.world.counters.take("poll")),
        call.bot.id,
        _question(method),
        _options(method),
        is_anonymous=method.is_anonymous is not False,
        type=method.type or "regular",
        allows_multiple_answers=bool(method.allows_multiple_answers),
        explanation=_plain(method.explanation or "", method.explanation_parse_mode) or None,
        closes_at=_closes_at(call, method),
        is_closed=bool(method.is_closed),
    )
    poll.correct_option_ids = _right_answers(method, poll)
    if len(poll.explanation or "") > _EXPLANATION_LIMIT:
        raise bad_request("poll explanation is too long")
    message = post_answer(call, chat, {"poll": poll.as_json()}, method)
    call.world.polls[poll.id] = poll
    show_poll(call.world, poll, chat, message)
    return message.body


def stop_poll(call: Call, method: StopPoll) -> Json:
    """End a poll and get the result."""
    chat = chat_to_write(call, method.chat_id)
    message = find_message(chat, method.message_id, "message with poll to stop not found")
    poll = call.world.polls.get(message.body.get("poll", {}).get("id", ""))
    if poll is None or message.author != call.bot.id:
        raise bad_request("poll can't be stopped")
    if poll.is_closed:
        raise bad_request("poll has already been closed")
    keyboard = inline_json(method.reply_markup, private=chat.is_private)
    message.body.pop("reply_markup", None)
    if keyboard is not None:
        message.body["reply_markup"] = keyboard
    close_poll(call.world, poll)
    return poll.as_json()


def _plain(text: str, parse_mode: object) -> str:
    """Polls show no markup beside custom emoji."""
    return prepare(text, parse_mode if isinstance(parse_mode, str) else None, None).text


def _question(method: SendPoll) -> str:
    question = _plain(method.question, method.question_parse_mode)
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > _QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {_QUESTION_LIMIT}")
    return question


def _options(method: SendPoll) -> list[str]:
    texts = [option if isinstance(option, str) else option.text for option in method.options]
    if not texts:
        raise bad_request("poll must have at least 1 option")
    if len(texts) > _OPTIONS:
        raise bad_request(f"poll can't have more than {_OPTIONS} options")
    if not all(text.strip() for text in texts):
        raise bad_request("poll options must be non-empty")
    if any(len(text) > _OPTION_LIMIT for text in texts):
        raise bad_request(f"poll options length must not exceed {_OPTION_LIMIT}")
    return [text.strip() for text in texts]


def _right_answers(method: SendPoll, poll: Poll) -> list[int] | None:
    if poll.type != "quiz":
        return None
    right = method.correct_option_ids
    if right is None and method.correct_option_id is not None:
        right = [method.correct_option_id]
    if not right or any(not 0 <= number < len(poll.options) for number in right):
        raise bad_request("wrong correct option ID specified")
    return right


def _closes_at(call: Call, method: SendPoll) -> float | None:
    if method.open_period:
        shortest, longest = _OPEN_PERIOD_S
        if not shortest <= method.open_period <= longest:
            raise bad_request("poll open period is invalid")
        return call.world.clock.now() + method.open_period
    date = method.close_date
    return date if isinstance(date, int) and date else None
