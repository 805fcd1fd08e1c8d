"""What others hear of envelopes and galas."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.money import Fen
from services.kernel.town import Event, ParticipantId
from services.money.envelopes.cards import EnvelopeCard, EnvelopeKind, GalaCard


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSent(Event):
    """An envelope was laid out: for the town, or for `recipient` alone."""

    envelope_id: int
    kind: EnvelopeKind
    sender: ParticipantId
    sender_name: str
    recipient: ParticipantId | None
    total: Fen
    shares: int
    private_copies: int  # people who get the card into their private chats
    card: EnvelopeCard


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOpened(Event):
    """Somebody opened a share."""

    envelope_id: int
    kind: EnvelopeKind
    opener: ParticipantId
    opener_name: str
    sender: ParticipantId
    amount: Fen
    left_shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeLapsed(Event):
    """A day has gone; `amount` went back to the sender."""

    envelope_id: int
    kind: EnvelopeKind
    sender: ParticipantId
    amount: Fen
    opened: int
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GalaAnnounced(Event):
    """A gala is coming. It opens for all at once, after everybody has been told."""

    gala_id: int
    total: Fen
    shares: int
    private_copies: int
    card: GalaCard


@dataclass(frozen=True, slots=True)
class GalaOpens(Event):
    """Everybody has been told: the gala opens at `opens_ms` of wall time."""

    gala_id: int
    opens_ms: int
    opens_town_s: int
    shares: int


@dataclass(frozen=True, slots=True)
class GalaChanged(Event):
    """Its cards show less than the present; settled: nobody taps any more."""

    gala_id: int
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class GalaEnded(Event):
    """All shares are taken, or its time is over and `returned` went back to the town."""

    gala_id: int
    winners: int
    returned: Fen
