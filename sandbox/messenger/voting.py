"""Votes and ends of polls, and what bots hear of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messenger.errors import ControlError

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.polls import Poll
    from sandbox.messenger.world import World


def show_poll(world: World, poll: Poll, chat: Chat, message: Message) -> None:
    """Remember where a poll is seen."""
    world.storage.keep(poll)
    poll.shown_in.append((chat.bot_id or 0, chat.id, message.id))


def vote(world: World, poll: Poll, person_id: int, options: list[int]) -> None:
    """One person's choice; an empty one takes the vote back."""
    _refuse_bad_vote(world, poll, person_id, options)
    if options:
        poll.votes[person_id] = sorted(set(options))
    else:
        poll.votes.pop(person_id, None)
    _redraw(world, poll)
    bot = world.bots[poll.bot_id]
    bot.updates.add("poll", poll.as_json(), f"poll:{poll.id}")
    if not poll.is_anonymous:
        answer = {
            "poll_id": poll.id,
            "user": world.people[person_id].as_user(),
            "option_ids": sorted(set(options)),
            "option_persistent_ids": [str(option) for option in sorted(set(options))],
        }
        bot.updates.add("poll_answer", answer, f"poll:{poll.id}")


def close_poll(world: World, poll: Poll) -> None:
    """No more votes."""
    poll.is_closed = True
    poll.closes_at = None
    _redraw(world, poll)
    world.bots[poll.bot_id].updates.add("poll", poll.as_json(), f"poll:{poll.id}")


def close_due(world: World) -> None:
    """End the polls whose time has come."""
    now = world.clock.now()
    for poll in world.polls.values():
        if poll.closes_at is not None and poll.closes_at <= now and not poll.is_closed:
            close_poll(world, poll)


def _refuse_bad_vote(world: World, poll: Poll, person_id: int, options: list[int]) -> None:
    close_due(world)
    if poll.is_closed:
        raise ControlError(409, "the poll is closed")
    if any(not 0 <= option < len(poll.options) for option in options):
        raise ControlError(400, "options: no such option")
    if len(set(options)) > 1 and not poll.allows_multiple_answers:
        raise ControlError(400, "options: this poll takes one answer")
    if poll.type == "quiz" and person_id in poll.votes:
        raise ControlError(409, "a quiz is answered once")


def _redraw(world: World, poll: Poll) -> None:
    world.storage.keep(poll)
    shape = poll.as_json()
    for bot_id, chat_id, message_id in poll.shown_in:
        chat = world.privates.get((bot_id, chat_id)) if bot_id else world.groups.get(chat_id)
        if chat is not None and (message := chat.messages.get(message_id)) is not None:
            message.body["poll"] = shape
            world.changed("edited", chat, message_id)
