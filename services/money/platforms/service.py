"""Two platforms, a wallet on each: whose it is, money from one to the other, leaving, coming back.

The first platform's wallet is the one everybody has, and people pay each other from it whatever
they left. Who leaves a platform buys no more on it; what lay on a rival comes home.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.kernel.schema import insert_new
from services.kernel.town import AccountId, Event, ParticipantId, Town
from services.money.ledger import WALLET, NotEnoughMoney, Transfer, balance, move, open_account
from services.money.platforms.catalogue import Platform, catalogue, find, first
from services.money.platforms.tables import platform_exits
from services.people.facts import Fact, record
from services.people.identity import lock_participant


class PlatformShort(RuleError):
    """Too little on a rival platform. Fields: `platform`, `balance`, `needed` (Money)."""


class PlatformLeft(RuleError):
    """The person has left this platform. Field: `platform`."""


class LastPlatform(RuleError):
    """Somebody may leave one platform, not all. Field: `platform`, the one that is left."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one person has on one platform."""

    platform: Platform
    balance: Fen
    is_left: bool


@dataclass(frozen=True, slots=True)
class PlatformExited(Event):
    """Somebody left a platform, or came back to it."""

    who: ParticipantId
    platform: Platform
    is_left: bool


def wallet_of(town: Town, who: ParticipantId, platform: str) -> AccountId:
    """Somebody's wallet on a platform; opened on first use. Raises `Outdated`."""
    rival = "" if find(platform).platform_id == first() else f"@{platform}"
    return open_account(town, WALLET, f"{who}{rival}")


def holdings(town: Town) -> tuple[Holding, ...]:
    """What the actor has on every platform, everybody's first."""
    out = _out(town)
    return tuple(
        Holding(one, balance(town, wallet_of(town, town.actor.pid, one.platform_id)), name in out)
        for name, one in catalogue().items()
    )


def choose(town: Town, taken: tuple[str, ...], amount: Fen) -> str:
    """Which of the platforms that a seller takes pays: the first that holds enough.

    Raises `PlatformLeft` where the payer has left them all.
    """
    mine = [one for one in holdings(town) if not one.is_left and one.platform.platform_id in taken]
    if not mine:
        raise PlatformLeft(platform=find(taken[0]).title)
    in_order = sorted(mine, key=lambda one: taken.index(one.platform.platform_id))
    enough = (one for one in in_order if one.balance >= amount)
    return next(enough, in_order[0]).platform.platform_id


def pay_from(town: Town, platform: str, transfer: Transfer) -> bool:
    """Enter a transfer out of a platform's wallet. Raises `NotEnoughMoney`, `PlatformShort`."""
    try:
        return move(town, transfer)
    except NotEnoughMoney as short:
        if platform == first():
            raise
        raise PlatformShort(platform=find(platform).title, **short.fields) from short


def top_up(town: Town, platform: str, amount: Fen, *, key: str) -> tuple[Holding, ...]:
    """Bring money to one platform from the other; the same key brings it once.

    Raises `PlatformLeft`, `NotEnoughMoney`, `PlatformShort`.
    """
    if find(platform).platform_id in _out(town):
        raise PlatformLeft(platform=find(platform).title)
    source = next(name for name in catalogue() if name != platform)
    _shift(town, source, platform, amount, key)
    return holdings(town)


def top_up_typed(town: Town, platform: str, amount: Fen) -> tuple[Holding, ...]:
    """The same by a typed command, which is its own key."""
    return top_up(town, platform, amount, key=town.key)


def leave(town: Town, platform: str) -> tuple[Holding, ...]:
    """Leave a platform; what lay on a rival comes home. Twice is once. Raises `LastPlatform`."""
    left, me = find(platform), town.actor.pid
    lock_participant(town, me)
    others = catalogue().keys() - _out(town) - {platform}
    if not others:
        raise LastPlatform(platform=left.title)
    is_new = insert_new(
        town.conn,
        platform_exits,
        workshop_id=town.workshop_id,
        participant_id=me,
        platform=platform,
        left_town_s=town.now,
    )
    if is_new:
        rest = balance(town, wallet_of(town, me, platform))
        if platform != first() and rest:
            _shift(town, platform, first(), rest, f"left:{platform}:{town.key}")
        _tell(town, left, is_left=True)
    return holdings(town)


def come_back(town: Town, platform: str) -> tuple[Holding, ...]:
    """Take a platform up again. Twice is once."""
    out = platform_exits.c
    done = town.conn.execute(
        update(platform_exits)
        .where(
            out.participant_id == town.actor.pid,
            out.platform == platform,
            out.back_town_s.is_(None),
        )
        .values(back_town_s=town.now)
    )
    if done.rowcount:
        _tell(town, find(platform), is_left=False)
    return holdings(town)


def exits(town: Town) -> dict[str, int]:
    """How many have left each platform and not come back."""
    rows = town.conn.execute(
        select(platform_exits.c.platform, func.count())
        .where(
            platform_exits.c.workshop_id == town.workshop_id,
            platform_exits.c.back_town_s.is_(None),
        )
        .group_by(platform_exits.c.platform)
    )
    return {name: 0 for name in catalogue()} | {name: int(count) for name, count in rows}


def _shift(town: Town, source: str, target: str, amount: Fen, key: str) -> None:
    me = town.actor.pid
    transfer = Transfer(
        key=f"top_up:{me}:{target}:{amount}:{key}",
        kind="top_up",
        source=wallet_of(town, me, source),
        target=wallet_of(town, me, target),
        amount=amount,
    )
    pay_from(town, source, transfer)


def _tell(town: Town, platform: Platform, *, is_left: bool) -> None:
    kind = "platform_left" if is_left else "platform_joined"
    record(
        town,
        Fact(town.actor.pid, kind, counterpart=platform.platform_id, source=platform.keeps),
    )
    town.emit(PlatformExited(town.actor.pid, platform, is_left))


def _out(town: Town) -> frozenset[str]:
    """The platforms that the actor has left."""
    left = platform_exits.c
    mine = (left.participant_id == town.actor.pid, left.back_town_s.is_(None))
    return frozenset(town.conn.scalars(select(left.platform).where(*mine)))
