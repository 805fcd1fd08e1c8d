"""The boardroom of the eight: share with the bureau, or keep to oneself, and what each choice pays.

What it pays follows from whom each company and the pool know in this town; the amounts are data. A
large company knows almost everybody by itself: the pool tells it little, and whoever bought its
score could ask the bureau instead. A small one gives little away and is told much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import func, select

from services.kernel.audit_log import note
from services.kernel.errors import NotAllowed, Outdated, RuleError
from services.kernel.money import Money
from services.kernel.schema import insert_new
from services.kernel.seeds import PERCENT
from services.kernel.town import STEWARDS, Event, ParticipantId, Role, Town, UnitOfWork, require
from services.law import switchboard
from services.law.switchboard import Switch
from services.people.identity import own_town
from services.standing.agencies.bureau import Ownership, Prices, ownership
from services.standing.agencies.catalogue import Agency, companies
from services.standing.agencies.directors import Director, company_of, own_company, seated
from services.standing.agencies.feeds import Coverage, Pool, pool, set_sharing
from services.standing.agencies.histories import queries_refused
from services.standing.agencies.tables import board_meetings, board_votes


class OwnersBarred(NotAllowed):
    """The law lets no owner of the bureau decide what it competes with hears; the attempt is in
    the audit log. Fields: `company`, `act`.
    """


class BoardNotMeeting(RuleError):
    """Nobody has called the boards together yet."""


class Size(StrEnum):
    """How much a company knows beside the one that knows most."""

    LARGE = "large"
    MIDDLE = "middle"
    SMALL = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payoff:
    """What one choice brings a company in a month, and what the bureau would know then."""

    product: Money  # by its own score
    bureau: Money  # by its part of the bureau
    pooling: Money  # by what the others tell it
    learned: int  # of how many people only they tell it
    coverage: Coverage

    @property
    def total(self) -> Money:
        """All three."""
        return Money(self.product.fen + self.bureau.fen + self.pooling.fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """One company before its choice: how much it knows, and what either choice would bring."""

    agency: Agency
    size: Size
    knows: Coverage
    percent: int  # of the bureau that is its own
    shares: bool
    voted: bool  # in this meeting
    director: Director | None
    keep: Payoff
    share: Payoff

    @property
    def gain(self) -> Money:
        """What sharing brings beside keeping; below nothing where it costs."""
        return Money(self.share.total.fen - self.keep.total.fen)

    @property
    def is_content(self) -> bool:
        """Whether the company would gain nothing by choosing otherwise, the others as they are."""
        return self.gain.fen >= 0 if self.shares else self.gain.fen <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Boardroom:
    """All stakes, or the one of whoever looks. `provenance`: of the amounts."""

    is_meeting: bool
    coverage: Coverage
    stakes: tuple[Stake, ...]
    provenance: str
    refused: int  # queries of companies that tell nothing themselves

    @property
    def sharing(self) -> tuple[Agency, ...]:
        """Who shares."""
        return tuple(one.agency for one in self.stakes if one.shares)

    @property
    def restless(self) -> tuple[Agency, ...]:
        """Who would gain by choosing otherwise: with nobody, the choices are an equilibrium."""
        return tuple(one.agency for one in self.stakes if not one.is_content)


@dataclass(frozen=True, slots=True)
class BoardsCalled(Event):
    """The boards meet: whoever sits for a company is asked."""

    directors: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True)
class BoardVoted(Event):
    """A company has chosen; `is_last` when all who sit here have."""

    agency: Agency
    shares: bool
    is_last: bool
    found: Boardroom


def call_boards(town: Town) -> None:
    """Call the boards together: everybody with a seat chooses, also who has chosen before.

    Raises `NotAllowed`.
    """
    require(town, *STEWARDS)
    row = {"workshop_id": town.workshop_id, "town_s": town.now, "key": town.key}
    if insert_new(town.conn, board_meetings, **row):
        town.emit(BoardsCalled(tuple(one.who for one in seated(town).values())))


def boardroom(uow: UnitOfWork) -> Boardroom:
    """All companies for whoever runs the town, one's own for whoever sits for one.

    Raises `NotInTown`, `NoCompanySeat`.
    """
    town = own_town(uow)
    if town.actor.role in (*STEWARDS, Role.ADMIN):
        return whole_boardroom(town)
    return _only(whole_boardroom(town), own_company(town))


def board_of(town: Town, who: ParticipantId) -> Boardroom | None:
    """What somebody may see who sat for a company once; None where they sit for none now."""
    one = company_of(town, who)
    return None if one is None else _only(whole_boardroom(town), one)


def vote(town: Town, agency_id: str, *, shares: bool) -> Stake:
    """Choose for the company one sits for; it holds at once. The same update chooses once.

    Raises `NoCompanySeat`, `Outdated`, `BoardNotMeeting`, `OwnersBarred`.
    """
    one, meeting = own_company(town), _meeting(town)
    if one.agency_id != agency_id:
        raise Outdated  # a card of a company for which they sat before
    if switchboard.is_on(town, Switch.CONFLICT_BAN) and ownership().percent_of(agency_id):
        raise OwnersBarred(company=one.title, act=f"board vote {agency_id}")
    if meeting is None:
        raise BoardNotMeeting
    set_sharing(town, one, shares=shares)
    found = pool(town)
    is_new = insert_new(
        town.conn,
        board_votes,
        meeting_id=meeting,
        agency=one.agency_id,
        shares=shares,
        sharing=" ".join(sorted(found.sharing)),
        known=found.coverage(found.sharing).known,
        town_s=town.now,
        key=town.key,
    )
    board = whole_boardroom(town)
    if is_new:
        note(
            town,
            "board_vote",
            f"{one.agency_id}={'share' if shares else 'keep'}",
            role=town.actor.role,
        )
        waiting = [s for s in board.stakes if s.director is not None and not s.voted]
        town.emit(BoardVoted(one, shares, not waiting, board))
    return _only(board, one).stakes[0]


def whole_boardroom(town: Town) -> Boardroom:
    """Every company, whoever looks: no person is shown it but who runs the town."""
    found, records, sitting = pool(town), ownership(), seated(town)
    meeting = _meeting(town)
    voted = board_votes.c.agency
    votes = set(town.conn.scalars(select(voted).where(board_votes.c.meeting_id == meeting)))
    stakes = tuple(
        Stake(
            agency=one,
            size=_size(found, one.agency_id, records.boardroom),
            knows=Coverage(len(found.users[one.agency_id]), found.people),
            percent=records.percent_of(one.agency_id),
            shares=one.agency_id in found.sharing,
            voted=one.agency_id in votes,
            director=sitting.get(one.agency_id),
            keep=_payoff(found, one.agency_id, records, shares=False),
            share=_payoff(found, one.agency_id, records, shares=True),
        )
        for one in companies()
    )
    return Boardroom(
        is_meeting=meeting is not None,
        coverage=found.coverage(found.sharing),
        stakes=stakes,
        provenance=records.boardroom.provenance,
        refused=queries_refused(town),
    )


def _payoff(found: Pool, company: str, records: Ownership, *, shares: bool) -> Payoff:
    prices, percent = records.boardroom, records.percent_of(company)
    others = found.sharing - {company}
    sharing = others | {company} if shares else others
    own, known = found.users[company], found.known(sharing)
    product = prices.only_here * len(own - known) + prices.also_there * len(own & known)
    learned = len(known - own) if shares else 0  # the pool tells only who tells it
    return Payoff(
        product=Money(product),
        bureau=Money(percent * prices.bureau_report * len(known) // PERCENT),
        pooling=Money(prices.learned * learned),
        learned=learned,
        coverage=found.coverage(sharing),
    )


def _size(found: Pool, company: str, prices: Prices) -> Size:
    knows = len(found.users[company])
    most = max(1, *(len(users) for users in found.users.values()))
    if PERCENT * knows >= prices.large_percent * most:
        return Size.LARGE
    return Size.MIDDLE if PERCENT * knows >= prices.middle_percent * most else Size.SMALL


def _only(found: Boardroom, one: Agency) -> Boardroom:
    return replace(found, stakes=tuple(stake for stake in found.stakes if stake.agency == one))


def _meeting(town: Town) -> int | None:
    """The number of the meeting that is on: the latest."""
    meetings = board_meetings.c
    latest = select(func.max(meetings.meeting_id)).where(meetings.workshop_id == town.workshop_id)
    found: int | None = town.conn.scalar(latest)
    return found
