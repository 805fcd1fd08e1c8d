"""The gala: an envelope of the town itself that opens for everybody at one moment.

Whoever is told first must have no advantage: the announcement goes out, and only when the last of
it has arrived a countdown begins, after which taps count by the server's receipt. Owns no rule of
how shares are drawn and paid: a gala is an envelope (`taking`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.schema import AnyRow, change_row
from services.kernel.time import DAY_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, Event, ParticipantId, Town, require
from services.money.envelopes.cards import (
    EnvelopeKind,
    EnvelopeState,
    GalaAnnounced,
    GalaCard,
    GalaChanged,
    GalaEnded,
    GalaOpens,
    Share,
    gala_card,
    seconds_until,
)
from services.money.envelopes.errors import GalaRunning
from services.money.envelopes.laying import NewEnvelope, check_shape, lay_out, standing
from services.money.envelopes.tables import envelope_shares, envelopes
from services.money.envelopes.taking import count_down, locked, own, take
from services.money.ledger import (
    ISSUER,
    Transfer,
    issue,
    move,
    open_account,
    take_back,
)
from services.people import identity

TIMER_OPEN = "gala_open"
TIMER_TICK = "gala_tick"
TIMER_END = "gala_end"
SHARES_MAX = 500
SHARES_ALONE = 10  # when nobody has a seat yet
COUNTDOWN_MS = 10_000
FAN_OUT_S_MAX = 120  # wall seconds after which the countdown begins whoever is still waiting
CALM_S = 3  # wall seconds without a tap after which the busiest second is known
LENGTH_S_MAX = 600  # wall seconds a gala stays open where a town day is longer than that


class Luck(StrEnum):
    """How a tap ended."""

    EARLY = "early"
    WON = "won"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Tap:
    """The answer to a tap. Early: `opens_in_s` (None while the countdown has not begun)."""

    gala_id: int
    luck: Luck
    share: Share | None = None
    opens_in_s: int | None = None


@dataclass(frozen=True, slots=True)
class ShareTakenBack(Event):
    """Whoever runs the town took back what somebody had opened of a gala and not spent."""

    who: ParticipantId
    back: Fen


def start_gala(town: Town, amount: Fen, shares: int | None = None) -> GalaCard:
    """Announce a gala of `amount` to everybody; shares default to one each, residents' too.

    The same words start it once.
    Raises `GalaRunning` and, for its shape, `SharesOutOfRange`, `ShareTooThin`, `ShareTooThick`.
    """
    known = standing(town, town.key)
    if known is not None:
        return gala_card(town, known)
    seated, everybody = len(identity.addresses(town)), len(identity.neighbours(town))
    count = shares if shares is not None else min(everybody, SHARES_MAX) or SHARES_ALONE
    check_shape(amount, count, shares_max=SHARES_MAX)
    laid = lay_out(town, NewEnvelope(town.key, EnvelopeKind.GALA, amount, count, words=""))
    if laid is None:
        raise GalaRunning
    gala_id, hold = laid
    issue(town, hold, amount, kind="gala", key=f"envelope:{gala_id}:hold")
    set_timer(town, TIMER_OPEN, str(gala_id), due=town.now + FAN_OUT_S_MAX * _rate(town))
    card = gala_card(town, gala_id)
    town.emit(GalaAnnounced(card, seated))
    return card


def open_gala(town: Town, subject: str) -> None:
    """Begin the countdown, once: everybody has been told, or has been waited for long enough."""
    row = locked(town, int(subject))
    if row.state != EnvelopeState.OPEN or row.opens_ms is not None:
        return
    clear_timer(town, TIMER_OPEN, subject)
    opens_ms = town.wall_ms + COUNTDOWN_MS
    opens = town.workshop.clock.at(opens_ms)
    change_row(town.conn, envelopes, row.envelope_id, opens_ms=opens_ms)
    set_timer(town, TIMER_END, subject, due=opens + min(DAY_S, LENGTH_S_MAX * _rate(town)))
    set_timer(town, TIMER_TICK, subject, due=_next_tick(town))
    town.emit(GalaOpens(row.envelope_id, opens_ms))


def tap(town: Town, gala_id: int) -> Tap:
    """Try one's luck; the same person gets the same answer again. Raises `Outdated`."""
    row = locked(town, gala_id)
    if row.kind != EnvelopeKind.GALA:
        raise Outdated
    had = own(row)
    if had is not None:
        return Tap(gala_id, Luck.WON, had)
    if row.state == EnvelopeState.OPEN:
        wait_s = seconds_until(row.opens_ms, town.wall_ms)
        if wait_s != 0:
            return Tap(gala_id, Luck.EARLY, opens_in_s=wait_s)
        share = take(town, row)
        if share.left_shares == 0:
            _end(town, row, returned=Fen(0))
        return Tap(gala_id, Luck.WON, share)
    if row.state == EnvelopeState.FINISHED and town.wall_ms // 1000 < row.tap_wall_s + CALM_S:
        count_down(town, row)
    return Tap(gala_id, Luck.GONE)


def tick(town: Town, subject: str) -> None:
    """Have the cards drawn again when they show less than the present; then look again later.

    After the end it waits until nobody taps any more: only then is the busiest second known.
    """
    row = locked(town, int(subject))
    is_open = row.state == EnvelopeState.OPEN
    still_tapped = town.wall_ms // 1000 < row.tap_wall_s + CALM_S
    if is_open or still_tapped:
        set_timer(town, TIMER_TICK, subject, due=_next_tick(town))
    counting = town.wall_ms < row.opens_ms + 1000
    calmed = not is_open and not still_tapped
    if counting or calmed or row.left_shares != row.left_drawn:
        change_row(town.conn, envelopes, row.envelope_id, left_drawn=row.left_shares)
        town.emit(GalaChanged(row.envelope_id, is_settled=calmed))


def end_gala(town: Town, subject: str) -> None:
    """Return what nobody took to the town, once. Runs by timer."""
    row = locked(town, int(subject))
    if row.state != EnvelopeState.OPEN:
        return
    rest, target = row.left_fen, open_account(town, ISSUER, "")
    key, kind = f"envelope:{row.envelope_id}:back", "gala_back"
    move(town, Transfer(key=key, kind=kind, source=row.hold, target=target, amount=rest))
    change_row(town.conn, envelopes, row.envelope_id, state=EnvelopeState.EXPIRED)
    _end(town, row, returned=rest)


def take_back_gala(town: Town, gala_id: int) -> tuple[Fen, Fen]:
    """End a gala and take back what was opened of it, as far as the wallets still hold it.

    How much was taken back, and how much was not there any more. Raises `NotAllowed`, `Outdated`.
    """
    require(town, *STEWARDS)
    clear_timer(town, TIMER_OPEN, str(gala_id))
    end_gala(town, str(gala_id))
    shares, issuer = envelope_shares.c, open_account(town, ISSUER, "")
    query = select(shares.participant_id, shares.amount_fen).where(shares.envelope_id == gala_id)
    opened = town.conn.execute(query.order_by(shares.number)).all()
    back = 0
    for who, fen in opened:
        key, wallet = f"envelope:{gala_id}:{who}", identity.by_id(town, who).wallet
        share = Transfer(key=key, kind="gala", source=issuer, target=wallet, amount=Fen(fen))
        if there := take_back(town, share):
            town.emit(ShareTakenBack(who, there))
        back += there
    return Fen(back), Fen(sum(one.amount_fen for one in opened) - back)


def _end(town: Town, row: AnyRow, *, returned: Fen) -> None:
    clear_timer(town, TIMER_END, str(row.envelope_id))  # the tick ends by itself
    winners = row.shares - (row.left_shares if returned else 0)
    town.emit(GalaEnded(row.envelope_id, winners, returned))


def _rate(town: Town) -> int:
    return town.workshop.clock.rate


def _next_tick(town: Town) -> int:
    """A wall second from now: a timer that ran late must not make up for the ticks it missed."""
    return town.workshop.clock.at(town.wall_ms) + _rate(town)
