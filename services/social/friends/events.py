"""What friends tell. Nobody is told of a refusal, nor of an end: it is found out, as in life."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import Event, ParticipantId
from services.social.kin import Relative


@dataclass(frozen=True, slots=True, kw_only=True)
class FriendAsked(Event):
    """Somebody would like to be somebody's friend."""

    friendship_id: int
    asker: ParticipantId
    asker_name: str
    asked: ParticipantId
    asked_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Befriended(Event):
    """The one who was asked agreed."""

    friendship_id: int
    asker: ParticipantId
    asker_name: str
    asked: ParticipantId
    asked_name: str


@dataclass(frozen=True, slots=True)
class FriendDeclined(Event):
    """The one who was asked said no; only their own card changes."""

    friendship_id: int
    asked: ParticipantId


@dataclass(frozen=True, slots=True)
class AskWithdrawn(Event):
    """The one who asked thought better of it; only the card of the asked one changes."""

    friendship_id: int
    asked: ParticipantId


@dataclass(frozen=True, slots=True)
class Unfriended(Event):
    """A friendship ended by the wish of one of the two."""

    friendship_id: int
    by: ParticipantId
    other: ParticipantId


@dataclass(frozen=True, slots=True)
class KnownHere(Event):
    """Whom a newcomer knows from the start: friends by name, relatives with what they are."""

    who: ParticipantId
    friends: tuple[str, ...]
    family: tuple[Relative, ...]
