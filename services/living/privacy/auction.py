"""For how much would you let them read your chats? Asked at two moments, sealed, and paired.

Nobody hears anybody's price; whoever runs the town hears medians and how pairs moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from sqlalchemy import func, select

from services.kernel.errors import Outdated, RuleError
from services.kernel.money import Fen
from services.kernel.schema import insert_new
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.living.privacy.events import PrivacyAsked
from services.living.privacy.tables import privacy_bids, privacy_rounds
from services.people.facts import Fact, record

MOMENTS = 2
PRICES_FEN = (1_00, 10_00, 50_00, 200_00, 1000_00)


class AskedTwice(RuleError):
    """Both moments have been."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bid that was put in; `again` when one of this moment stood already, and stands."""

    moment: int
    again: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: how many answered, how many for no money, the median of the others."""

    answers: int
    never: int
    median: Fen | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who answered twice: how many asked for more, the same, less; for no money is the most."""

    more: int
    same: int
    less: int


@dataclass(frozen=True, slots=True)
class Auction:
    """Both moments as far as they have been."""

    moments: tuple[Moment, ...]
    pairs: Pairs | None


def ask(town: Town) -> None:
    """Ask everybody: at the first moment, then at the second. Raises `AskedTwice`."""
    moment = _moment(town) + 1
    if moment > MOMENTS:
        raise AskedTwice
    row = {"workshop_id": town.workshop_id, "moment": moment, "asked_town_s": town.now}
    if insert_new(town.conn, privacy_rounds, **row):
        town.emit(PrivacyAsked(moment))


def bid(town: Town, moment: int, fen: Fen | None) -> Sealed:
    """Seal a price, or None for no money; the first one stands. Raises `Outdated`."""
    if moment != _moment(town) or (fen is not None and fen not in PRICES_FEN):
        raise Outdated
    me = town.actor.pid
    is_new = insert_new(
        town.conn,
        privacy_bids,
        workshop_id=town.workshop_id,
        moment=moment,
        who=me,
        fen=fen,
        bid_town_s=town.now,
    )
    if is_new:
        record(town, Fact(me, "privacy_priced", key=f"privacy:{me}:{moment}"))
    return Sealed(moment, again=not is_new)


def auction(town: Town) -> Auction:
    """What came of it, without a name. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    rows = town.conn.execute(
        select(privacy_bids.c.moment, privacy_bids.c.who, privacy_bids.c.fen).where(
            privacy_bids.c.workshop_id == town.workshop_id
        )
    ).all()
    said: dict[int, dict[ParticipantId, int | None]] = {m: {} for m in range(1, _moment(town) + 1)}
    for moment, who, fen in rows:
        said[moment][who] = fen
    moments = tuple(_sum_up(tuple(bids.values())) for bids in said.values())
    return Auction(moments, _pair(said[1], said[MOMENTS]) if len(said) == MOMENTS else None)


def _moment(town: Town) -> int:
    asked = privacy_rounds.c.workshop_id == town.workshop_id
    return int(town.conn.scalar(select(func.max(privacy_rounds.c.moment)).where(asked)) or 0)


def _sum_up(bids: Sequence[int | None]) -> Moment:
    prices = [fen for fen in bids if fen is not None]
    median = Fen(median_low(prices)) if prices else None
    return Moment(len(bids), len(bids) - len(prices), median)


def _pair(before: dict[ParticipantId, int | None], after: dict[ParticipantId, int | None]) -> Pairs:
    both = [(_rank(before[who]), _rank(after[who])) for who in before.keys() & after.keys()]
    return Pairs(
        more=sum(then < now for then, now in both),
        same=sum(then == now for then, now in both),
        less=sum(then > now for then, now in both),
    )


def _rank(fen: int | None) -> tuple[bool, int]:
    return (fen is None, fen or 0)
