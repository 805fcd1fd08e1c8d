"""Envelopes as their cards show them, what they tell, and the numbers to check a draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, select

from services.kernel.money import Fen
from services.kernel.schema import AnyRow, live_row
from services.kernel.town import Event, ParticipantId, Town
from services.money.envelopes import draw
from services.money.envelopes.draw import Method, Terms
from services.money.envelopes.errors import EnvelopeStillOpen, EnvelopeWordsGone
from services.money.envelopes.tables import envelope_shares, envelopes
from services.people.identity import PEOPLE, with_names

SHOWN_MAX = 8


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
    """Everything a card of an envelope shows. `again`: the same tap had laid it out before."""

    envelope_id: int
    kind: EnvelopeKind
    state: EnvelopeState
    sender: ParticipantId
    sender_name: str
    recipient: ParticipantId | None
    recipient_name: str | None
    words: str
    total: Fen
    shares: int
    left: Fen
    created_town_s: int
    seal: str  # whole; cards show its head
    taken: tuple[Taken, ...] = ()
    again: bool = field(default=False, compare=False)

    @property
    def cause(self) -> str:
        """What the keys of all facts of this envelope begin with, now and later."""
        return f"envelope:{self.envelope_id}"

    @property
    def best(self) -> Taken | None:
        """The luckiest, once all are opened; of equals the one who had it first."""
        if self.state is not EnvelopeState.FINISHED or self.kind.method is not Method.DOUBLE_MEAN:
            return None
        return luckiest(self.taken)


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
    taps_peak: int = 0  # in the busiest second
    taps_minute_peak: int = 0  # in the busiest minute of the clock
    best: Taken | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """All numbers of a draw that has ended: enough to repeat it."""

    terms: Terms
    seed: bytes
    seal: str
    drawn: tuple[Fen, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody got out of an envelope. `again`: they had opened it before."""

    envelope_id: int
    kind: EnvelopeKind
    number: int
    amount: Fen
    left_shares: int
    again: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class EnvelopeSent(Event):
    """One was laid out. `people`: how many persons, residents apart, could open it."""

    card: EnvelopeCard
    people: int


@dataclass(frozen=True, slots=True)
class ShareOpened(Event):
    """Somebody opened a share."""

    share: Share
    opener: ParticipantId
    sender: ParticipantId


@dataclass(frozen=True, slots=True)
class EnvelopeLapsed(Event):
    """A day has gone; what was left went back to the sender."""

    card: EnvelopeCard


@dataclass(frozen=True, slots=True)
class GalaAnnounced(Event):
    """A gala is coming. It opens for all at once, after everybody has been told."""

    card: GalaCard
    private_copies: int


@dataclass(frozen=True, slots=True)
class GalaOpens(Event):
    """Everybody has been told: the gala opens at `opens_ms` of wall time."""

    gala_id: int
    opens_ms: int


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


def envelope_card(town: Town, envelope_id: int) -> EnvelopeCard:
    """What the card of an envelope shows at present. Raises `Outdated` for a foreign one."""
    row = _envelope(town, envelope_id)
    return EnvelopeCard(
        envelope_id=row.envelope_id,
        kind=EnvelopeKind(row.kind),
        state=EnvelopeState(row.state),
        sender=row.sender,
        sender_name=row.sender_name or "",
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        words=row.words,
        total=row.total_fen,
        shares=row.shares,
        left=row.left_fen,
        created_town_s=row.created_town_s,
        seal=draw.seal(terms(row), row.seed),
        taken=_taken(town, envelope_id),
    )


def envelopes_for_me(town: Town) -> list[EnvelopeCard]:
    """Those for the actor alone that still wait to be opened, oldest first."""
    mine = envelopes.c.recipient == town.actor.pid
    return _cards(town, mine, envelopes.c.state == EnvelopeState.OPEN)


def town_envelopes(town: Town, since: int, until: int) -> list[EnvelopeCard]:
    """Those for the whole town that were laid out between two times, or are open; oldest first."""
    at, to_all = envelopes.c.created_town_s, envelopes.c.recipient.is_(None)
    fresh = (at >= since) & (at < until) | (envelopes.c.state == EnvelopeState.OPEN)
    return _cards(town, to_all, envelopes.c.kind != EnvelopeKind.GALA, fresh)


def gala_card(town: Town, gala_id: int) -> GalaCard:
    """What the card of a gala shows at present. Raises `Outdated` for a foreign one."""
    row = _envelope(town, gala_id)
    taken = () if row.state == EnvelopeState.OPEN else _taken(town, gala_id)
    return GalaCard(
        gala_id=row.envelope_id,
        state=EnvelopeState(row.state),
        total=row.total_fen,
        shares=row.shares,
        winners=row.shares - row.left_shares,
        left=row.left_fen,
        opens_in_s=seconds_until(row.opens_ms, town.wall_ms),
        seal=draw.seal(terms(row), row.seed),
        created_town_s=row.created_town_s,
        taps_peak=row.taps_peak,
        taps_minute_peak=row.taps_minute_peak,
        best=luckiest(taken) if taken else None,
    )


def proof(town: Town, envelope_id: int) -> Proof:
    """The numbers to check a draw with. Raises `EnvelopeStillOpen`, `EnvelopeWordsGone`."""
    row = _envelope(town, envelope_id)
    if row.state == EnvelopeState.OPEN:
        raise EnvelopeStillOpen
    drawn = tuple(share.amount for share in _taken(town, envelope_id))
    found = Proof(terms(row), row.seed, draw.seal(terms(row), row.seed), drawn)
    if not row.words and draw.verify(found.terms, found.seed, found.seal, drawn):
        raise EnvelopeWordsGone
    return found


def terms(row: AnyRow) -> Terms:
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


def luckiest(taken: tuple[Taken, ...]) -> Taken:
    """The largest share; of equals the one that was opened first."""
    return max(taken, key=lambda share: (share.amount, -share.number))


def _envelope(town: Town, envelope_id: int) -> AnyRow:
    query = with_names(
        select(envelopes), sender=envelopes.c.sender, recipient=envelopes.c.recipient
    )
    mine = (envelopes.c.envelope_id == envelope_id, envelopes.c.workshop_id == town.workshop_id)
    return live_row(town.conn, query.where(*mine))


def _cards(town: Town, *which: ColumnElement[bool]) -> list[EnvelopeCard]:
    """The latest few."""
    query = select(envelopes.c.envelope_id).where(envelopes.c.workshop_id == town.workshop_id)
    newest = query.where(*which).order_by(envelopes.c.envelope_id.desc()).limit(SHOWN_MAX)
    return [envelope_card(town, number) for number in town.conn.scalars(newest).all()[::-1]]


def _taken(town: Town, envelope_id: int) -> tuple[Taken, ...]:
    shares = envelope_shares.c
    rows = town.conn.execute(
        select(shares.number, shares.participant_id, PEOPLE.c.name, shares.amount_fen)
        .join(PEOPLE, PEOPLE.c.participant_id == shares.participant_id)
        .where(shares.envelope_id == envelope_id)
        .order_by(shares.number)
    )
    return tuple(Taken(*row) for row in rows)
