"""The context of one unit of work: what a verb may use, and nothing else.

A `UnitOfWork` is the installation seen by one person; a `Town` is one workshop seen by one actor.
Verbs are plain synchronous functions on one of them. They run inside the one transaction of
the update or job that caused them; they never commit, send, sleep or look at a clock.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import NewType, Protocol, TypeVar, runtime_checkable

from sqlalchemy import Connection

from services.kernel.errors import NotAllowed
from services.kernel.time import TownClock, TownTime

WorkshopId = NewType("WorkshopId", int)
PersonId = NewType("PersonId", int)
ParticipantId = NewType("ParticipantId", str)
AccountId = NewType("AccountId", int)
T = TypeVar("T")

HUMAN_WAIT_S = 300
RESIDENTS = 12


class Role(StrEnum):
    """What an actor is to the town."""

    PARTICIPANT = "participant"
    RESIDENT = "resident"  # a scripted person of the town
    FACILITATOR = "facilitator"
    ADMIN = "admin"
    OFFICE = "office"  # the town itself: its jobs, courts and agencies


STEWARDS = (Role.FACILITATOR, Role.OFFICE)  # who runs a town, and the town itself


class Event:
    """Something that happened and somebody may want to hear of. A frozen dataclass."""

    __slots__ = ()


class Urgent(Event):
    """Told even while the town is blank: it is about people, and nothing of the town."""

    __slots__ = ()


@runtime_checkable
class OfWorkshop(Protocol):
    """An event that names its workshop, because it is told outside of any town."""

    @property
    def workshop_id(self) -> WorkshopId:
        """The workshop it happened to."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who wrote, as the messenger says. Kept nowhere before consent."""

    bot_id: int
    tg_user_id: int
    first_name: str
    username: str | None
    language: str
    person_id: PersonId | None = None
    has_topics: bool = False  # their chat with this bot can be parted into topics
    talk: str = ""  # the conversation their words stand in, by their place or by what they answer


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in a town."""

    role: Role
    name: str
    participant_id: ParticipantId | None = None
    person_id: PersonId | None = None
    wallet: AccountId | None = None

    @property
    def pid(self) -> ParticipantId:
        """The participant; only actors with a seat may reach a verb that asks."""
        if self.participant_id is None:
            raise LookupError("this actor has no seat")
        return self.participant_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """One workshop: a town of its own."""

    workshop_id: WorkshopId
    code: str
    title: str
    language: str
    secret: bytes  # root of all chance in this town; seeded for rehearsals
    clock: TownClock
    is_blank: bool = False  # nothing of it is shown, and it stands still


class Randomness:
    """Uniform integers from HMAC-SHA256, unpredictable without the key and repeatable with it.

    Rejection sampling, so no value is more likely than another. Labels keep uses apart.
    """

    __slots__ = ("_counter", "_key")

    def __init__(self, secret: bytes, label: str) -> None:
        self._key = hmac.digest(secret, label.encode(), "sha256")
        self._counter = 0

    def token(self, size: int) -> bytes:
        """Fresh bytes, 32 at the most."""
        self._counter += 1
        return hmac.digest(self._key, self._counter.to_bytes(8, "big"), "sha256")[:size]

    def below(self, bound: int) -> int:
        """A uniform integer in 0..bound-1."""
        if bound <= 0:
            raise ValueError("bound must be positive")
        limit = 2**64 - 2**64 % bound
        while (word := int.from_bytes(self.token(8), "big")) >= limit:
            pass
        return word % bound

    def between(self, low: int, high: int) -> int:
        """A uniform integer in low..high."""
        return low + self.below(high - low + 1)

    def pick(self, among: Sequence[T]) -> T:
        """One of some, each as likely."""
        return among[self.below(len(among))]


def derived_secret(*parts: object) -> bytes:
    """A repeatable 32-byte secret from a seed and labels."""
    return sha256("|".join(map(str, parts)).encode()).digest()


def mark_of(secret: bytes, label: str, bot_id: int, tg_user_id: int) -> str:
    """What stands for an account where its number must not: the same each time, in hexadecimal.

    Without the secret nobody can say whose it is. Labels keep uses apart.
    """
    return hmac.digest(secret, f"{label}|{bot_id}|{tg_user_id}".encode(), "sha256").hex()


@dataclass(slots=True)
class UnitOfWork:
    """The installation, for one unit of work."""

    conn: Connection
    wall_ms: int
    key: str  # idempotency key of this unit of work, such as "777:1001" (bot id : update id)
    secret: bytes
    visitor: Visitor | None = None
    events: list[Event] = field(default_factory=list)
    bot_username: str = ""  # of the bot the visitor came by; deep links name it
    # What the scheduler looks at again after the commit: towns by number, jobs by name.
    wakes: set[int | str] = field(default_factory=set)
    human_wait_s: int = HUMAN_WAIT_S  # real seconds that whatever waits for a person waits
    residents: int = RESIDENTS  # of a town that is made now

    def emit(self, event: Event) -> None:
        """Put an event out; whoever should hear of it does so after the commit."""
        self.events.append(event)

    def randomness(self, label: str = "") -> Randomness:
        """Chance for this unit of work; the same key and label give the same chance."""
        return Randomness(self.secret, f"{self.key}|{label}")


@dataclass(slots=True)
class Town(UnitOfWork):
    """One workshop's town, for one unit of work of one actor."""

    workshop: Workshop = field(kw_only=True)
    actor: Actor = field(kw_only=True)
    now: TownTime = field(kw_only=True)
    root_secret: bytes = field(kw_only=True)  # the installation's; `secret` is the town's own

    @property
    def workshop_id(self) -> WorkshopId:
        """The workshop everything in this unit of work belongs to."""
        return self.workshop.workshop_id

    def as_actor(self, actor: Actor, *, key: str) -> Town:
        """The same town seen by another actor (a resident's turn, an office's act).

        Events go to the same list; the key must differ so that effects stay apart.
        """
        return replace(self, actor=actor, key=key)


def office(name: str = "town") -> Actor:
    """The town itself as an actor."""
    return Actor(role=Role.OFFICE, name=name)


def require(town: Town, *roles: Role) -> None:
    """Raise `NotAllowed` unless the actor has one of these roles."""
    if town.actor.role not in roles:
        raise NotAllowed
