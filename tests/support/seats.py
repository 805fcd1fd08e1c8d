"""People in their seats, for tests that read as a conversation: Ana sends, Bo taps, Cai sees.

Talks to a running sandbox over its control API. Every wait has a deadline and says on failure
what the person saw instead.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from time import monotonic
from typing import Any

import aiohttp

PATIENCE_S = 60.0  # how long something may take on a machine that has more to do
LONG_S = 60.0
NEWEST = 50  # messages that a waiting one looks at
LOOK_S, LOOK_S_MAX = 0.04, 0.3  # the longer one has waited, the longer it may take


def _looks() -> Iterator[float]:
    """How long to wait before one looks again and again."""
    return (min(LOOK_S * 1.2**number, LOOK_S_MAX) for number in count())


@dataclass(slots=True)
class Seat:
    """One person, in the bot's private chat or in a group."""

    http: aiohttp.ClientSession
    person_id: int
    name: str
    group: int | None = None
    mark: int = 0  # what is older than this was seen before the latest act
    town_name: str = ""

    def in_group(self, group: int) -> Seat:
        """The same person, looking at a group."""
        return Seat(self.http, self.person_id, self.name, group, 0, self.town_name)

    async def send(self, text: str, *, to: dict[str, Any] | None = None) -> dict[str, Any]:
        """Type a message, as a reply to another where one is given."""
        body: dict[str, Any] = {"text": text}
        if to is not None:
            body["reply_to"] = to["message_id"]
        if self.group is not None:
            body["chat"] = self.group
        sent: dict[str, Any] = await post(self.http, f"/control/people/{self.person_id}/send", body)
        self.mark = sent["message_id"]
        return sent

    async def gives(self, kind: str, content: bytes, caption: str = "") -> None:
        """Send a file in private, as a "photo", "document" or "voice"."""
        form = aiohttp.FormData({"kind": kind, "caption": caption}, default_to_multipart=True)
        form.add_field("file", BytesIO(content), filename="Ana Schmidt.JPG")
        self.mark = max((one["message_id"] for one in await self.messages()), default=0)
        async with self.http.post(f"/control/people/{self.person_id}/media", data=form) as answer:
            _checked(await answer.json())

    async def messages(self, limit: int | None = None) -> list[dict[str, Any]]:
        """What this person sees now (all of it, or the newest), oldest first."""
        asked = {"chat": self.group, "limit": limit}
        query = "&".join(f"{name}={value}" for name, value in asked.items() if value is not None)
        path = f"/control/people/{self.person_id}/messages"
        return list(await get(self.http, f"{path}?{query}"))

    async def sees(self, *words: str, patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Wait for a message with all these words, written or edited after the last thing sent."""
        deadline, looks = monotonic() + patience_s, _looks()
        while True:
            seen = [
                message
                for message in await self.messages(NEWEST)
                if message["message_id"] > self.mark or 0 < self.mark <= message["edited_after"]
            ]
            for message in seen[::-1]:
                if all(word in said(message) for word in words):
                    return message
            if monotonic() > deadline:
                heard = "\n---\n".join(said(m) for m in seen) or "nothing"
                raise AssertionError(f"{self.name} waited for {words} and saw:\n{heard}")
            await asyncio.sleep(next(looks))

    async def asks(self, typed: str, *words: str) -> dict[str, Any]:
        """Ask until the answer has these words: what is asked about may take its time."""
        deadline = monotonic() + LONG_S
        while True:
            await self.send(typed)
            try:
                return await self.sees(*words, patience_s=1)
            except AssertionError:
                if monotonic() > deadline:
                    raise

    async def taps(self, label: str, *, of: dict[str, Any] | None = None) -> str:
        """Tap the newest button with these words; the toast it answers with."""
        message = of or await self.with_button(label)
        body = {"message_id": message["message_id"], "button": self._label(message, label)}
        return await self.tap(**body)

    async def tap(self, **body: Any) -> str:
        """Tap by message id and button or raw data; the answer's text, empty where none came."""
        if self.group is not None:
            body["chat"] = self.group
        answered = await post(self.http, f"/control/people/{self.person_id}/tap", body)
        return (answered["answer"] or {}).get("text") or ""

    async def with_button(self, label: str, patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """The newest message that carries a button with these words; an old one after a while."""
        deadline, looks = monotonic() + patience_s, _looks()
        while True:
            is_last = monotonic() > deadline
            for message in (await self.messages(None if is_last else NEWEST))[::-1]:
                if any(label in button["text"] for row in message["buttons"] for button in row):
                    return message
            if is_last:
                raise AssertionError(f"{self.name} has no button {label!r}")
            await asyncio.sleep(next(looks))

    @staticmethod
    def _label(message: dict[str, Any], label: str) -> str:
        for row in message["buttons"]:
            for button in row:
                if label in button["text"]:
                    return str(button["text"])
        raise AssertionError(f"no button {label!r} on {said(message)!r}")


@dataclass(slots=True)
class Town:
    """One workshop with its facilitator; others join."""

    venue: Venue
    facilitator: Seat
    code: str
    seats: dict[str, Seat] = field(default_factory=dict)

    async def join(self, name: str, language: str = "en") -> Seat:
        """A new person who reads the consent card and agrees."""
        seat = await self.venue.person(name, language)
        await seat.send(f"/start {self.code}")
        await seat.taps("我同意" if language == "zh" else "I agree")
        opening = "从现在起，您是" if language == "zh" else "From now on you are "
        welcome = said(await seat.sees(opening))
        seat.town_name = re.split("[,，]", welcome.split(opening, 1)[1], maxsplit=1)[0].strip()
        self.seats[name] = seat
        return seat

    async def group(self, *members: Seat, title: str = "Square") -> int:
        """A town group that the facilitator makes."""
        body = {
            "title": title,
            "members": [self.facilitator.person_id, *(m.person_id for m in members)],
            "added_by": self.facilitator.person_id,
        }
        group = int((await post(self.venue.http, "/control/groups", body))["id"])
        await self.facilitator.in_group(group).sees(self.code)  # it belongs to the town by now
        return group


@dataclass(slots=True)
class Venue:
    """A running installation: its address and its admin."""

    http: aiohttp.ClientSession
    admin: Seat
    towns: list[Town] = field(default_factory=list)

    async def person(self, name: str, language: str = "en") -> Seat:
        """Somebody who has the messenger and nothing else."""
        body = {"first_name": name, "language_code": language}
        made = await post(self.http, "/control/people", body)
        return Seat(self.http, int(made["id"]), name)

    async def town(self, language: str = "en") -> Town:
        """A new workshop with a facilitator of its own."""
        facilitator = await self.house_facilitator(language)
        await facilitator.send("/workshop new")
        shown = await facilitator.sees("?start=")
        code = json.dumps(shown).split("?start=", 1)[1][:6]
        town = Town(self, facilitator, code)
        self.towns.append(town)
        return town

    async def close_towns(self) -> None:
        """Let the towns opened here stand still, or they live on beside all later ones."""
        for town in self.towns:
            await town.facilitator.send("/pause")

    async def house_facilitator(self, language: str = "en") -> Seat:
        """A person whom the admin has made a facilitator."""
        facilitator = await self.person("Fay", language)
        await self.admin.send(f"/grant {facilitator.person_id} facilitator")
        number = f"{facilitator.person_id:,}".replace(",", "-")
        asked = await self.admin.sees(number, "Compare the digits")
        await self.admin.taps("Yes, give it", of=asked)
        await self.admin.sees(number, "is now facilitator")
        return facilitator


async def venue_at(http: aiohttp.ClientSession) -> Venue:
    """The installation behind a sandbox that `play` has seated."""
    for person in await get(http, "/control/people"):
        if person["first_name"] == "Admin":
            return Venue(http, Seat(http, int(person["id"]), "Admin"))
    raise AssertionError("nobody is the admin")


def said(message: dict[str, Any]) -> str:
    """What a message says: text or caption."""
    return str(message.get("text") or message.get("caption") or "")


async def get(http: aiohttp.ClientSession, path: str) -> Any:
    async with http.get(path) as response:
        return _checked(await response.json())


async def post(http: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> Any:
    async with http.post(path, json=body) as response:
        return _checked(await response.json())


def _checked(answer: Any) -> Any:
    if isinstance(answer, dict) and "error" in answer:
        raise AssertionError(f"the sandbox says: {answer['error']}")
    return answer
