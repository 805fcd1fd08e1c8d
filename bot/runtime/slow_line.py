"""Answers that come late say so: a page in its words, a button by a word at once."""

from __future__ import annotations

from dataclasses import replace

from bot.replies import Answer, Here, Message, Replies, Reply, say

AT_ONCE = Answer(say("slow_line.toast"))


def told_late(shown: Replies | Reply, seconds: int, *, pressed: bool) -> Replies:
    """The same replies, the first message to the actor with a note that it comes late."""
    replies = list(shown if isinstance(shown, tuple) else (shown,))
    for at, reply in enumerate(replies):
        if isinstance(reply, Message) and isinstance(reply.to, Here) and not reply.corrects:
            told = say("slow_line.late", told=reply.text, seconds=seconds)
            replies[at] = replace(reply, text=told)
            if pressed and not any(isinstance(one, Answer) for one in replies):
                replies.append(AT_ONCE)
            break
    return tuple(replies)
