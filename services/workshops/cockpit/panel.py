"""The facilitator's card: where the session is and who needs help, from the town's own rows."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.town import (
    ParticipantId,
    PersonId,
    Town,
    UnitOfWork,
    Workshop,
    WorkshopId,
    office,
)
from services.money import ledger
from services.people.identity import (
    Stirred,
    active_since,
    be_at,
    facilitator_town,
    known,
    neighbours,
    others_run,
    runners,
    visitor_of,
)
from services.social import reports
from services.standing import accusations, agencies, complaints, listings, sanctions
from services.standing.complaints import ComplaintState
from services.standing.listings import Colour, Listing
from services.workshops import hands, polls, scenarios, truth
from services.workshops.hands import Hand
from services.workshops.polls import Meter
from services.workshops.sessions import Status, opening

PULSE_MIN = 5
MINUTE_MS = 60_000
ORDER = {False: 0, None: 1, True: 2}  # first those who did nothing


@dataclass(frozen=True, slots=True)
class ListedNow:
    """Somebody on a list of the town's own; no `is_right` where the simulator does not know."""

    who: ParticipantId
    name: str
    agency: Localized
    is_right: bool | None


@dataclass(frozen=True, slots=True)
class OtherTown:
    """An open town that somebody runs besides the one they are at."""

    workshop_id: WorkshopId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cockpit:
    """How the town stands. `turn` is the panel's next one; `acted`: people, in the last minutes.

    `others`: further towns of those who run it, each perhaps of some of them where it `is_shared`.
    """

    status: Status
    turn: int
    listed: tuple[ListedNow, ...]
    complaints: int
    accusations: int
    exemptions: int  # asked for
    reports: int
    hands: tuple[Hand, ...]  # that are up, the longest first
    acted: int
    money: Fen  # in the wallets of people
    meter: Meter | None = None
    others: tuple[OtherTown, ...] = ()
    is_shared: bool = False

    @property
    def wrong(self) -> int:
        """How many are listed for what they did not do."""
        return sum(one.is_right is False for one in self.listed)

    @property
    def silent(self) -> int:
        """How many did nothing of late."""
        return max(0, self.status.people - self.acted)


def panel(town: Town) -> Cockpit:
    """All of it as of now."""
    turns = scenarios.panel(town)
    waiting = (one.state is ComplaintState.OPEN for one in complaints.of_town(town))
    running = runners(town.conn, town.workshop_id)
    return Cockpit(
        status=turns.status,
        turn=turns.turn,
        listed=listed_now(town),
        complaints=sum(waiting),
        accusations=len(accusations.book(town)),
        exemptions=sanctions.count_asked(town),
        reports=reports.count_waiting(town),
        hands=hands.up(town),
        acted=len(active_since(town, town.wall_ms - PULSE_MIN * MINUTE_MS)),
        money=ledger.seen_sum(
            town, (one.wallet for one in neighbours(town) if not one.is_resident)
        ),
        meter=polls.meter(town),
        others=tuple({other: None for one in running for other in _others(town, one, town)}),
        is_shared=len(running) > 1,
    )


def my_others(uow: UnitOfWork) -> tuple[OtherTown, ...]:
    """The open towns that the visitor runs besides the one they are at. Raises `NoWorkshop`."""
    town = facilitator_town(uow, also_blank=True)
    return _others(uow, PersonId(town.actor.person_id or 0), town)


def go_to(uow: UnitOfWork, workshop_id: int) -> Cockpit | Workshop:
    """Be at another of one's open towns; of a blank one only what it is called. Twice is once.

    Raises `NoWorkshop`, `Outdated` for a town that is not theirs, or closed by now.
    """
    me = PersonId(visitor_of(known(uow)).person_id or 0)
    if all(row.workshop_id != workshop_id for row in others_run(uow, me, WorkshopId(0))):
        raise Outdated
    be_at(uow, WorkshopId(workshop_id), me)
    town = facilitator_town(uow, also_blank=True)
    uow.emit(Stirred(town.workshop_id))
    return town.workshop if town.workshop.is_blank else panel(town)


def to_close(uow: UnitOfWork, code: str = "") -> Cockpit:
    """What would be left open in the visitor's town, or that of a code. Raises as closing does."""
    town = opening.town_to_close(uow, code)
    return panel(town.as_actor(office(), key=uow.key))


def listed_now(town: Town) -> tuple[ListedNow, ...]:
    """Who is on the town's own black lists and whether rightly: first those who did nothing.

    The companies' own lists are left out: nothing rests on them.
    """
    found = [one for one in listings.standing(town, Colour.BLACK) if not one.is_companys]
    seen: dict[ParticipantId, ListedNow] = {}
    for listing, deed in zip(found, truth.behind(town, found), strict=True):
        before = seen.get(listing.participant_id)
        # Of several entries one that is right is enough.
        if before is None or (deed.is_right and not before.is_right):
            seen[listing.participant_id] = _told(listing, deed.is_right)
    return tuple(sorted(seen.values(), key=lambda one: (ORDER[one.is_right], one.name)))


def _others(uow: UnitOfWork, person_id: PersonId, town: Town) -> tuple[OtherTown, ...]:
    rows = others_run(uow, person_id, town.workshop_id)
    return tuple(OtherTown(WorkshopId(row.workshop_id), row.title) for row in rows)


def _told(one: Listing, is_right: bool | None) -> ListedNow:  # noqa: FBT001 - a truth value
    title = agencies.catalogue()[one.agency].title
    return ListedNow(one.participant_id, one.name, title, is_right)
