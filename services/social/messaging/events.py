"""What messaging tells."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import Event, ParticipantId


@dataclass(frozen=True, slots=True)
class MessageSent(Event):
    """Words on their way to one person. Only the outbox holds them, until they are delivered."""

    sender: ParticipantId
    sender_name: str
    receiver: ParticipantId
    receiver_name: str
    text: str
