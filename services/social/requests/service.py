"""Asking for money and splitting a bill: of friends, by merchants of anybody, and never of all.

A request is answered once: paid, declined, cancelled by the asker, or lapsed after three town days,
and some real minutes where a person is asked; before that there is one reminder. Money moves only
when the payer says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from services.kernel.errors import AmountOutOfRange, Outdated
from services.kernel.localized import one_line
from services.kernel.money import Fen, Money
from services.kernel.schema import change_row, insert_new
from services.kernel.timers import clear_timer, is_over, set_timer
from services.kernel.town import ParticipantId, Town
from services.money import merchants
from services.money.ledger import Transfer, move
from services.people import blocks, identity, mutes
from services.people.facts import Fact, record
from services.people.identity import Neighbour
from services.social import friends
from services.social.friends import FriendshipState
from services.social.requests.errors import (
    AskedOtherwise,
    NotAContact,
    RequestNoteTooLong,
    RequestOver,
    RequestsBlocked,
    RequestToAll,
    RequestToSelf,
    TooManyRequests,
)
from services.social.requests.records import (
    REMINDED_AFTER_S,
    Bill,
    MoneyAsked,
    RequestEnded,
    RequestReminded,
    Share,
    ShareState,
    bill_by_key,
    bill_of_share,
    even_shares,
    find_bill,
    open_asked,
    splits_before,
)
from services.social.requests.tables import bill_shares, bills, request_blocks

REMIND, LAPSE = "request_reminder", "request_lapse"  # the timers' kinds
LEAVES = {ShareState.DECLINED: "request_declined", ShareState.EXPIRED: "request_expired"}  # facts
REQUEST_MAX = Fen(500_00)  # of one person at once
PEOPLE_MAX = 20
OPEN_MAX = 20
NOTE_MAX = 100
NONCE_BYTES = 6
NOTHING = Fen(0)
ALL = frozenset({"all", "everybody", "everyone", "大家", "所有人", "全部", "全镇"})


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody to ask, and a nonce that makes one request of all taps on the screen."""

    payer: ParticipantId
    name: str
    nonce: str


def contacts(town: Town) -> tuple[Neighbour, ...]:
    """Whom the actor may ask: their friends, by name."""
    me = town.actor.pid
    mine = {f.other(me) for f in friends.of_person(town, me) if f.state is FriendshipState.FRIENDS}
    return tuple(one for one in identity.neighbours(town) if one.participant_id in mine)


def choose(town: Town, payer: str) -> Asking:
    """Somebody to ask for money. Raises what `ask` raises of people."""
    found = identity.by_id(town, payer)
    _check_person(town, found)
    nonce = town.randomness("request").token(NONCE_BYTES).hex()
    return Asking(found.participant_id, found.name, nonce)


def ask(town: Town, name: str, amount: Fen, note: str = "") -> Bill:
    """Ask somebody by name for money. The same update is the same request.

    Raises `RequestToAll`, `NobodyOfThatName`, `RequestToSelf`, `NotAContact`, `RequestsBlocked`,
    `AmountOutOfRange`, `RequestNoteTooLong`, `TooManyRequests`, and what `require_open` does.
    """
    return _ask(town, [_named(town, name)], [amount], note=note, key=town.key)


def ask_by_id(town: Town, payer: str, amount: Fen, *, nonce: str) -> Bill:
    """The same by a button; one nonce asks once."""
    return _ask(town, [identity.by_id(town, payer)], [amount], note="", key=nonce)


def split(town: Town, total: Fen, names: Sequence[str], note: str = "") -> Bill:
    """Split a bill evenly between the actor and these people; shares sum up exactly.

    The odd fen go to one after the other, beginning with somebody else at each bill. Raises
    `SplitTooSmall` where not everybody's share is a fen, and what `ask` raises.
    """
    if len(names) > PEOPLE_MAX:
        raise RequestToAll(limit=PEOPLE_MAX)
    people = list({one.participant_id: one for one in (_named(town, n) for n in names)}.values())
    own, *shares = even_shares(total, 1 + len(people), splits_before(town, town.actor.pid))
    return _ask(town, people, shares, own=own, note=note, key=town.key)


def pay(town: Town, share_id: int) -> Bill:
    """Pay what one is asked for, once. Raises `RequestOver`, `NotEnoughMoney`."""
    bill, share = _mine(town, share_id, ShareState.PAID)
    if share.state is ShareState.PAID:
        return bill
    payee = identity.by_id(town, bill.asker)
    transfer = Transfer(
        key=share.cause,
        kind="request",
        source=identity.by_id(town, share.payer).wallet,
        target=payee.wallet,
        amount=share.amount,
        subject=bill.asker,
    )
    move(town, transfer)
    record(
        town,
        Fact(share.payer, "paid", share.amount, bill.asker, key=f"{share.cause}:paid"),
        Fact(bill.asker, "was_paid", share.amount, share.payer, key=f"{share.cause}:was_paid"),
    )
    return _end(town, bill, share, ShareState.PAID)


def decline(town: Town, share_id: int, *, block: bool = False) -> Bill:
    """Say no; with `block` to all that this person asks from now on. Raises `RequestOver`."""
    bill, share = _mine(town, share_id, ShareState.DECLINED)
    if block:
        insert_new(town.conn, request_blocks, payer=share.payer, asker=bill.asker)
    if share.state is ShareState.DECLINED:
        return bill
    return _end(town, bill, share, ShareState.DECLINED)


def hush(town: Town, share_id: int) -> Bill:
    """Be reminded of this no more; it can still be paid. Raises `RequestOver`."""
    bill, share = _mine(town, share_id, ShareState.ASKED)
    clear_timer(town, REMIND, str(share.share_id))
    change_row(town.conn, bill_shares, share.share_id, quiet=1)
    return find_bill(town, bill.bill_id)


def cancel(town: Town, bill_id: int) -> Bill:
    """Take back what nobody has answered yet; again is the same. Raises `Outdated`."""
    bill = find_bill(town, bill_id)
    if bill.asker != town.actor.pid:
        raise Outdated
    for share in bill.shares:
        _, now = bill_of_share(town, share.share_id, lock=True)
        if now.state is ShareState.ASKED:
            bill = _end(town, bill, now, ShareState.CANCELLED)
    return bill


def remind(town: Town, subject: str) -> None:
    """Some time has gone by: say so once. Runs by timer."""
    bill, share = bill_of_share(town, int(subject), lock=True)
    if share.state is ShareState.ASKED and not share.quiet:
        town.emit(RequestReminded(bill, share))


def lapse(town: Town, subject: str) -> None:
    """Nobody answered: the request is over. Runs by timer."""
    bill, share = bill_of_share(town, int(subject), lock=True)
    if share.state is ShareState.ASKED:
        _end(town, bill, share, ShareState.EXPIRED)


def _ask(
    town: Town,
    people: list[Neighbour],
    shares: list[Fen],
    *,
    note: str,
    key: str,
    own: Fen = NOTHING,
) -> Bill:
    key, line, me = f"{town.actor.pid}:{key}", one_line(note), town.actor.pid
    stands = bill_by_key(town, key)
    if stands is not None:
        return _same(stands, people, sum(shares) + own)
    mutes.require_voice(town, line)
    _check(town, people, shares, line)
    insert_new(
        town.conn,
        bills,
        workshop_id=town.workshop_id,
        key=key,
        asker=me,
        total_fen=sum(shares) + own,
        own_fen=own,
        note=line,
        asked_town_s=town.now,
    )
    bill = bill_by_key(town, key)
    if bill is None:
        raise LookupError(key)
    for person, amount in zip(people, shares, strict=True):
        values = {"payer": person.participant_id, "amount_fen": amount}
        insert_new(town.conn, bill_shares, bill_id=bill.bill_id, **values)
    bill = find_bill(town, bill.bill_id)
    for share in bill.shares:
        _begin(town, bill, share)
    return bill


def _same(bill: Bill, people: list[Neighbour], total: int) -> Bill:
    """The bill that one screen has made; it makes no other."""
    asked = {share.payer for share in bill.shares}
    if bill.total != total or asked != {one.participant_id for one in people}:
        raise AskedOtherwise(name=bill.shares[0].payer_name, amount=Money(bill.total))
    return bill


def _check(town: Town, people: list[Neighbour], shares: list[Fen], line: str) -> None:
    for person, amount in zip(people, shares, strict=True):
        _check_person(town, person)
        if not 1 <= amount <= REQUEST_MAX:
            raise AmountOutOfRange(low=Money(1), high=Money(REQUEST_MAX))
    if len(line) > NOTE_MAX:
        raise RequestNoteTooLong(limit=NOTE_MAX)
    identity.lock_participant(town, town.actor.pid)
    if open_asked(town, town.actor.pid) + len(people) > OPEN_MAX:
        raise TooManyRequests(limit=OPEN_MAX)


def _check_person(town: Town, person: Neighbour) -> None:
    me, them = town.actor.pid, person.participant_id
    if me == them:
        raise RequestToSelf
    blocks.require_open(town, them)
    friendship = friends.between(town, me, them)
    is_friend = friendship and friendship.state is FriendshipState.FRIENDS
    if not is_friend and me not in {shop.keeper for shop in merchants.shops(town)}:
        raise NotAContact(name=person.name)
    blocked = (request_blocks.c.payer == them, request_blocks.c.asker == me)
    if town.conn.execute(select(request_blocks).where(*blocked)).first() is not None:
        raise RequestsBlocked(name=person.name)


def _named(town: Town, name: str) -> Neighbour:
    if name.strip().casefold() in ALL:
        raise RequestToAll(limit=PEOPLE_MAX)
    return identity.by_name(town, name)


def _begin(town: Town, bill: Bill, share: Share) -> None:
    waits_s, number = 60 * share.minutes, str(share.share_id)
    set_timer(town, REMIND, number, due=town.now + REMINDED_AFTER_S, waits_s=waits_s // 2)
    set_timer(town, LAPSE, number, due=bill.due, waits_s=waits_s)
    key = f"{share.cause}:money_asked"
    record(town, Fact(bill.asker, "money_asked", share.amount, share.payer, key=key))
    town.emit(MoneyAsked(bill, share))


def _mine(town: Town, share_id: int, wanted: ShareState) -> tuple[Bill, Share]:
    """A share of the actor's that waits, or has just this answer already."""
    bill, share = bill_of_share(town, share_id, lock=True)
    if share.payer != town.actor.participant_id:
        raise Outdated
    if share.state is wanted and share.state is not ShareState.ASKED:
        return bill, share
    if share.state is not ShareState.ASKED or is_over(town, LAPSE, str(share_id), bill.due):
        raise RequestOver(name=bill.asker_name)
    return bill, share


def _end(town: Town, bill: Bill, share: Share, state: ShareState) -> Bill:
    for kind in (REMIND, LAPSE):
        clear_timer(town, kind, str(share.share_id))
    change_row(town.conn, bill_shares, share.share_id, state=state)
    if state in LEAVES:
        fact = LEAVES[state]
        lapsed = Fact(share.payer, fact, share.amount, bill.asker, key=f"{share.cause}:{fact}")
        record(town, lapsed)
    ended = find_bill(town, bill.bill_id)
    town.emit(RequestEnded(ended, replace(share, state=state)))
    return ended
