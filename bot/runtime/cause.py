"""What a unit of work comes from, and the keys by which it happens once only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arguments import AskWords, Go, Meant, SayIt, WriteIt
from services.kernel.town import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a unit of work comes from: one update of one visitor."""

    bot_id: int
    update_id: int
    wall_ms: int
    visitor: Visitor | None = None
    query_id: str = ""  # of the pressed button, which waits for its answer
    pressed: tuple[int, int] | None = None  # chat and message of that button
    bot_username: str = ""
    typed: str = ""  # or the data of the pressed button
    spoken_in: tuple[int, int | None] = (0, None)  # chat, and topic where it has some
    answered: int | None = None  # the bot's message that this replies to, in private
    message_id: int = 0  # of what was typed, also when it is edited
    has_topics: bool = False
    late_s: int = 0  # by which its answers are held back
    answers: AskWords | None = None  # the question that what was typed has answered

    @property
    def key(self) -> str:
        """The idempotency key of everything this update causes."""
        return f"{self.bot_id}:{self.update_id}"

    @property
    def source(self) -> str:
        """What names the typed message among all; empty where none was typed in private."""
        where = self.spoken_in[0]
        return f"{self.bot_id}:{where}:{self.message_id}" if self.message_id and where > 0 else ""

    @property
    def act_key(self) -> str:
        """The idempotency key of what it does: of all answers to one question the same."""
        name, _, rest = self.typed.partition(":")
        if self.query_id and self.visitor and name == Meant.__prefix__:
            return f"meant:{self.bot_id}:{self.visitor.tg_user_id}:{rest.partition(':')[0]}"
        if self.pressed and name in {SayIt.__prefix__, WriteIt.__prefix__}:
            return f"said:{self.bot_id}:{self.pressed[0]}:{self.pressed[1]}"
        return self.key

    @property
    def command(self) -> str:
        """The typed command without its slash, or the one a button stands for."""
        if self.query_id:
            name, _, rest = self.typed.partition(":")
            said = {Meant.__prefix__: rest.partition(":")[2], Go.__prefix__: rest}
            return said.get(name, "")
        return self.typed[1:] if self.typed.startswith("/") else ""


OFFICE = Cause(bot_id=0, update_id=0, wall_ms=0)  # no update: the town does it by itself
