"""What one person is still to be answered, and how much more they may ask meanwhile.

The messenger takes one message a second for a chat. Whoever asks faster is told once, in one
message, what was not done; and a newer answer to the same question takes the place of one that has
not left. Owns no call and no limit of the messenger's.
"""

from __future__ import annotations

from collections import Counter

from bot.replies import Message, Replies, say
from bot.runtime.outbox import OutboxCall

WAITING_MAX = 30  # answers, so also about the seconds that the last one waits
SLOWLY = "slowly"  # the question that the message about too many questions answers
LINES_MAX, LINE_MAX = 20, 60


class Allowance:
    """Of everybody who writes to one bot. Kept in memory: a restart forgives."""

    def __init__(self) -> None:
        self._owed: dict[int, set[str]] = {}  # by chat: keys of answers that have not ended
        self._unsent: dict[tuple[int, str], OutboxCall] = {}  # by chat and question
        self._not_done: dict[int, dict[int, str]] = {}  # by chat: what was typed, by update

    def is_spent(self, chat_id: int) -> bool:
        """Whether so many answers wait that another question would only make it worse."""
        return len(self._owed.get(chat_id, ())) >= WAITING_MAX

    def refuse(self, chat_id: int, update_id: int, typed: str) -> Replies:
        """The one message that says what was not done, this included."""
        if (chat_id, SLOWLY) not in self._unsent:
            self._not_done[chat_id] = {}
        undone = self._not_done[chat_id]
        undone[update_id] = typed[:LINE_MAX]
        lines = [
            say("slowly_line", typed=line, times=times)
            for line, times in Counter(undone.values()).most_common(LINES_MAX)
        ]
        rest = len(set(undone.values())) - len(lines)
        if rest:
            lines.append(say("slowly_more", count=rest))
        return (Message(say("slowly", lines=tuple(lines))),)

    def owe(self, call: OutboxCall) -> OutboxCall | None:
        """Count an answer to somebody's own act; the unsent one whose place it takes, if any."""
        if not call.is_own:
            return None
        self._owed.setdefault(call.chat_id, set()).add(call.key)
        if not call.question or call.held_ms:
            return None
        place = (call.chat_id, call.question)
        older, self._unsent[place] = self._unsent.get(place), call
        return older

    def leaves(self, call: OutboxCall) -> None:
        """From here on nothing takes this call's place."""
        place = (call.chat_id, call.question)
        if self._unsent.get(place) is call:
            del self._unsent[place]
            if call.question == SLOWLY:
                self._not_done.pop(call.chat_id, None)

    def ended(self, call: OutboxCall) -> None:
        owed = self._owed.get(call.chat_id, set())
        owed.discard(call.key)
        if not owed:
            self._owed.pop(call.chat_id, None)
