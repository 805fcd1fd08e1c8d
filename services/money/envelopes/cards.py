"""Reading envelopes: what their cards show, and the numbers to check a draw. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.town import ParticipantId, Town
from services.money.envelopes import draw
from services.money.envelopes.draw import Method, Terms
from services.money.envelopes.errors import EnvelopeStillOpen, EnvelopeWordsGone
from services.money.envelopes.tables import envelope_shares, envelopes
from services.people import identity

if TYPE_CHECKING:
    from sqlalchemy import Row


class EnvelopeKind(StrEnum):
    """What is shared with whom, and how."""

    LUCKY = "lucky"
    EQUAL = "equal"
    PERSONAL = "personal"
    GALA = "gala"

    @property
    def method(self) -> Method:
        """How its shares are drawn."""
        return (
            Method.DOUBLE_MEAN if self in {EnvelopeKind.LUCKY, EnvelopeKind.GALA} else Method.EQUAL
        )


class EnvelopeState(StrEnum):
    """How far an envelope is."""

    OPEN = "open"
    FINISHED = "finished"  # every share was opened
    EXPIRED = "expired"  # what was left went back


@dataclass(frozen=True, slots=True)
class Taken:
    """One opened share."""

    number: int
    who: ParticipantId
    name: str
    amount: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeCard:
    """Everything a card of an envelope shows."""

    envelope_id: int
    kind: EnvelopeKind
    state: EnvelopeState
    sender_name: str
    recipient_name: str | None
    words: str
    total: Fen
    shares: int
    left: Fen
    created_town_s: int
    seal: str  # whole; cards show its head
    taken: tuple[Taken, ...] = ()

    @property
    def best(self) -> Taken | None:
        """The luckiest, once all are opened; of equals the one who had it first."""
        if self.state is not EnvelopeState.FINISHED or self.kind.method is not Method.DOUBLE_MEAN:
            return None
        return max(self.taken, key=lambda share: (share.amount, -share.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class GalaCard:
    """Everything a card of a gala shows."""

    gala_id: int
    state: EnvelopeState
    total: Fen
    shares: int
    winners: int
    left: Fen
    opens_in_s: int | None  # None while the announcement is still on its way, 0 when open
    seal: str
    created_town_s: int
    taps_peak: int = 0
    best: Taken | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """All numbers of a draw that has ended: enough to repeat it."""

    terms: Terms
    seed: bytes
    seal: str
    drawn: tuple[Fen, ...]


def envelope_card(town: Town, envelope_id: int) -> EnvelopeCard:
    """What the card of an envelope shows at present. Raises `Outdated` for a foreign one."""
    row = _envelope(town, envelope_id)
    names = {neighbour.participant_id: neighbour.name for neighbour in identity.neighbours(town)}
    return EnvelopeCard(
        envelope_id=row.envelope_id,
        kind=EnvelopeKind(row.kind),
        state=EnvelopeState(row.state),
        sender_name=names.get(row.sender, ""),
        recipient_name=names.get(row.recipient),
        words=row.words,
        total=Fen(row.total_fen),
        shares=row.shares,
        left=Fen(row.left_fen),
        created_town_s=row.created_town_s,
        seal=draw.seal(terms(row), row.seed),
        taken=tuple(
            Taken(s.number, ParticipantId(s.participant_id), names[s.participant_id], s.amount_fen)
            for s in _shares(town, envelope_id)
        ),
    )


def gala_card(town: Town, gala_id: int) -> GalaCard:
    """What the card of a gala shows at present. Raises `Outdated` for a foreign one."""
    row = _envelope(town, gala_id)
    return GalaCard(
        gala_id=row.envelope_id,
        state=EnvelopeState(row.state),
        total=Fen(row.total_fen),
        shares=row.shares,
        winners=row.shares - row.left_shares,
        left=Fen(row.left_fen),
        opens_in_s=seconds_until(row.opens_ms, town.wall_ms),
        seal=draw.seal(terms(row), row.seed),
        created_town_s=row.created_town_s,
        taps_peak=row.taps_peak,
        best=None if row.state == EnvelopeState.OPEN else _best(town, gala_id),
    )


def proof(town: Town, envelope_id: int) -> Proof:
    """The numbers to check a draw with. Raises `EnvelopeStillOpen`, `EnvelopeWordsGone`."""
    row = _envelope(town, envelope_id)
    if row.state == EnvelopeState.OPEN:
        raise EnvelopeStillOpen
    drawn = tuple(Fen(share.amount_fen) for share in _shares(town, envelope_id))
    found = Proof(terms(row), row.seed, draw.seal(terms(row), row.seed), drawn)
    if not row.words and draw.verify(found.terms, found.seed, found.seal, drawn):
        raise EnvelopeWordsGone
    return found


def terms(row: Row[*tuple[Any, ...]]) -> Terms:
    """The draw's terms from an envelope's row."""
    return Terms(
        row.envelope_id,
        row.total_fen,
        row.shares,
        EnvelopeKind(row.kind).method,
        row.created_town_s,
        row.words,
    )


def seconds_until(opens_ms: int | None, wall_ms: int) -> int | None:
    """Whole seconds until an opening, rounded up; 0 afterwards, None when it is not set."""
    return None if opens_ms is None else max(0, -((wall_ms - opens_ms) // 1000))


def _envelope(town: Town, envelope_id: int) -> Row[*tuple[Any, ...]]:
    row = town.conn.execute(
        select(envelopes).where(
            envelopes.c.envelope_id == envelope_id, envelopes.c.workshop_id == town.workshop_id
        )
    ).one_or_none()
    if row is None:
        raise Outdated
    return row


def _shares(town: Town, envelope_id: int) -> list[Row[*tuple[Any, ...]]]:
    query = select(envelope_shares).where(envelope_shares.c.envelope_id == envelope_id)
    return list(town.conn.execute(query.order_by(envelope_shares.c.number)))


def _best(town: Town, envelope_id: int) -> Taken | None:
    shares = envelope_shares.c
    row = town.conn.execute(
        select(envelope_shares)
        .where(shares.envelope_id == envelope_id)
        .order_by(shares.amount_fen.desc(), shares.number)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    winner = identity.by_id(town, row.participant_id)
    return Taken(row.number, winner.participant_id, winner.name, Fen(row.amount_fen))
