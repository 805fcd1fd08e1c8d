"""The people of a run: they tap, pay and give, several times and at once, as a router does.

What they do comes from one seeded source; when it falls depends on the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from random import Random

from sandbox.messenger import acts
from sandbox.messenger.people import Chat, Message
from tests.chaos.stage import BOT_ID, FACILITATOR, Stage

GALA, OPEN, ACCEPT, DECLINE = "gt:", "eo:", "ty:", "tn:"
LOOKS_BACK = 40  # messages that somebody still scrolls up to
AGAIN = (1, 1, 1, 2, 3, 5)  # how often an impatient finger presses


class Crowd:
    """Everybody who sits in the router."""

    def __init__(
        self, stage: Stage, chance: Random, *, acts_a_second: float, types: bool = True
    ) -> None:
        self._stage = stage
        self._world = stage.sandbox.world
        self._chance = chance
        self._pause_s = 1 / acts_a_second
        self._types = types  # whether people also pay and ask, or only tap

    async def live(self) -> None:
        """Act until cancelled."""
        while True:
            self.act()
            await asyncio.sleep(self._chance.expovariate(1 / self._pause_s))

    def act(self) -> None:
        """Somebody does something."""
        person = self._chance.choice(self._stage.people)
        kind = self._chance.randrange(100 if self._types else 82)
        if kind < 60:
            _ = self._tap(person, GALA) or self._tap(person, OPEN)
        elif kind < 82:
            self._tap(person, OPEN)
        elif kind < 90:
            self._tap(person, self._chance.choice((ACCEPT, ACCEPT, DECLINE)))
        elif kind < 97:
            self._pay(person)
        else:
            self.say(person, "/wallet")

    def say(self, person: int, text: str) -> None:
        """Somebody types to the bot."""
        who = self._world.people[person]
        acts.say(self._world, who, self._private(person), text, acts.Place())

    def call_gala(self, shares: int) -> None:
        """The facilitator announces a gala."""
        self.say(FACILITATOR, f"/gala {shares} {shares}")

    def give_envelope(self, shares: int, kind: str) -> None:
        """Somebody lays out an envelope for the town."""
        person = self._chance.choice(self._stage.people)
        self.say(person, f"/red_envelope {shares * self._chance.randint(2, 30)}.00 {shares} {kind}")

    def _pay(self, person: int) -> None:
        others = [other for other in self._stage.people if other != person]
        name = self._stage.names[self._chance.choice(others)]
        fen = self._chance.randint(1, 300)
        self.say(person, f"/pay {name} {fen // 100}.{fen % 100:02d}")

    def _tap(self, person: int, prefix: str) -> bool:
        """Press the newest button of its kind that this person sees, once or several times.

        False when there is none to press.
        """
        found = [*self._buttons(self._private(person), prefix)]
        if not found:
            found = [*self._buttons(self._world.group(self._stage.group), prefix)]
        if found:
            chat, message, data = found[0]
            who = self._world.people[person]
            for _ in range(self._chance.choice(AGAIN)):
                acts.tap(self._world, who, chat, message, data)
        return bool(found)

    def _buttons(self, chat: Chat, prefix: str) -> Iterator[tuple[Chat, Message, str]]:
        for message in chat.messages.newest(limit=LOOKS_BACK):
            for row in message.body.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button.get("callback_data", "").startswith(prefix):
                        yield chat, message, button["callback_data"]

    def _private(self, person: int) -> Chat:
        bot = self._world.bot(BOT_ID)
        return self._world.private(bot, self._world.people[person])
