"""Taking the next share: the one hot path of envelopes and galas, in five statements.

The envelope's row is locked first, so the order of opening is the order in which the server got
to it. The UNIQUE of one share a person decides between two taps of one person; the hold in the
ledger cannot pay more than was put in. Owns no rule about who may open what.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.prepared import Prepared
from services.kernel.schema import AnyRow
from services.kernel.town import AccountId, Actor, Town
from services.money.envelopes import draw
from services.money.envelopes.cards import EnvelopeKind, EnvelopeState, Share, terms
from services.money.envelopes.tables import envelope_shares, envelopes
from services.money.ledger import Transfer, enter
from services.people.facts import Fact, record

MINUTE_S = 60  # wall seconds

_SHARE: dict[str, Any] = {
    "envelope_id": bindparam("b_envelope"),
    "number": bindparam("b_number"),
    "participant_id": bindparam("b_participant"),
    "amount_fen": bindparam("b_amount"),
}
_OWN_SHARE = select(envelope_shares.c.number, envelope_shares.c.amount_fen).where(
    envelope_shares.c.envelope_id == bindparam("b_envelope"),
    envelope_shares.c.participant_id == bindparam("b_participant"),
)
_LOCKED = Prepared(
    select(
        envelopes,
        _OWN_SHARE.with_only_columns(envelope_shares.c.amount_fen)
        .scalar_subquery()
        .label("own_amount"),
        _OWN_SHARE.with_only_columns(envelope_shares.c.number)
        .scalar_subquery()
        .label("own_number"),
    )
    .where(
        envelopes.c.envelope_id == bindparam("b_envelope"),
        envelopes.c.workshop_id == bindparam("b_workshop"),
    )
    .with_for_update(of=envelopes)
)
_TAKE = Prepared(
    lambda engine: (
        {"sqlite": sqlite, "postgresql": postgresql}[engine]
        .insert(envelope_shares)
        .values(_SHARE)
        .on_conflict_do_nothing()
    )
)
_COUNT_DOWN = Prepared(
    update(envelopes)
    .where(envelopes.c.envelope_id == bindparam("b_envelope"))
    .values(
        left_fen=bindparam("b_left_fen"),
        left_shares=bindparam("b_left_shares"),
        state=bindparam("b_state"),
        tap_wall_s=bindparam("b_tap_wall_s"),
        taps=bindparam("b_taps"),
        taps_peak=bindparam("b_taps_peak"),
        taps_minute=bindparam("b_taps_minute"),
        taps_minute_peak=bindparam("b_taps_minute_peak"),
    )
)


def locked(town: Town, envelope_id: int) -> AnyRow:
    """An envelope's row, locked, with the actor's own share. Raises `Outdated` for a foreign one.

    On PostgreSQL the own share may be a moment older than the lock; `take` finds out.
    """
    keys = {
        "b_envelope": envelope_id,
        "b_workshop": town.workshop_id,
        "b_participant": town.actor.participant_id,
    }
    row: AnyRow | None = _LOCKED.one_or_none(town.conn, keys)
    if row is None:
        raise Outdated
    return row


def own(row: AnyRow) -> Share | None:
    """The share that the actor has opened before, if any."""
    if row.own_number is None:
        return None
    return _share(row, row.own_number, row.own_amount, row.left_shares, again=True)


def take(town: Town, row: AnyRow) -> Share:
    """Draw the next share for the actor and pay it. The caller holds the row and has checked."""
    number = row.shares - row.left_shares + 1
    amount = Fen(draw.share(terms(row), row.seed, number=number, left=row.left_fen))
    keys = {"b_envelope": row.envelope_id, "b_participant": town.actor.pid}
    taking = {**keys, "b_number": number, "b_amount": amount}
    if _TAKE.run(town.conn, taking) != 1:
        standing = town.conn.execute(_OWN_SHARE, keys).one()
        return _share(row, standing.number, standing.amount_fen, row.left_shares, again=True)
    count_down(town, row, amount)
    _pay(town, row, amount)
    return _share(row, number, amount, row.left_shares - 1)


def count_down(town: Town, row: AnyRow, amount: int = 0) -> None:
    """Note the share that was taken, if any; of a gala the tap, in its second and minute."""
    left_shares = row.left_shares - (1 if amount else 0)
    is_last = row.state == EnvelopeState.OPEN and not left_shares
    wall_s, taps, in_minute = row.tap_wall_s, row.taps, row.taps_minute
    if row.kind == EnvelopeKind.GALA:
        wall_s = town.wall_ms // 1000
        taps = taps + 1 if wall_s == row.tap_wall_s else 1
        is_same_minute = wall_s // MINUTE_S == row.tap_wall_s // MINUTE_S
        in_minute = in_minute + 1 if is_same_minute else 1
    counted = {
        "b_envelope": row.envelope_id,
        "b_left_fen": row.left_fen - amount,
        "b_left_shares": left_shares,
        "b_state": EnvelopeState.FINISHED if is_last else row.state,
        "b_tap_wall_s": wall_s,
        "b_taps": taps,
        "b_taps_peak": max(row.taps_peak, taps),
        "b_taps_minute": in_minute,
        "b_taps_minute_peak": max(row.taps_minute_peak, in_minute),
    }
    _COUNT_DOWN.run(town.conn, counted)


def wallet_of(actor: Actor) -> AccountId:
    """The wallet of somebody with a seat."""
    if actor.wallet is None:
        raise LookupError("this actor has no wallet")
    return actor.wallet


def _pay(town: Town, row: AnyRow, amount: Fen) -> None:
    """The books' key names the person: they too refuse a second share."""
    pid, wallet, sender = town.actor.pid, wallet_of(town.actor), row.sender or ""
    key = f"envelope:{row.envelope_id}:{pid}"
    kind = "gala_share" if row.kind == EnvelopeKind.GALA else "envelope_share"
    transfer = Transfer(
        key=key, kind=kind, source=row.hold, target=wallet, amount=amount, subject=sender
    )
    enter(town, transfer)
    record(town, Fact(pid, "envelope_opened", amount, counterpart=sender, key=f"{key}:opened"))


def _share(
    row: AnyRow, number: int, amount: int, left_shares: int, *, again: bool = False
) -> Share:
    kind = EnvelopeKind(row.kind)
    return Share(row.envelope_id, kind, number, Fen(amount), left_shares, again=again)
