"""The facilitator's card: where the session is and who needs help, from the town's own rows."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.town import ParticipantId, Town, UnitOfWork, office
from services.money import ledger
from services.people.identity import active_since, neighbours
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cockpit:
    """How the town stands. `turn` is the panel's next one; `acted`: people, in the last minutes."""

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
    )


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


def _told(one: Listing, is_right: bool | None) -> ListedNow:  # noqa: FBT001 - a truth value
    title = agencies.catalogue()[one.agency].title
    return ListedNow(one.participant_id, one.name, title, is_right)
