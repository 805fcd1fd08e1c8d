"""Contesting one entry of a black list, by the clocks of the court's rule: a review within fifteen
days; dismissed, the higher court may be asked once within ten days; upheld, the entry is deleted
within three working days. Meanwhile it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.errors import RuleError
from services.kernel.time import DAY_S, Moment, TownTime, calendar_date
from services.kernel.town import Town
from services.standing import listings
from services.standing.complaints.records import Complaint, ComplaintState, of_subjects
from services.standing.complaints.tables import complaints
from services.standing.listings import Ended, Listing

REVIEW_DAYS = 15
AGAIN_WITHIN_DAYS = 10
DELETED_WITHIN = 3  # working days
SATURDAY = 5  # of `date.weekday`


class ContestOver(RuleError):
    """The entry was contested, and that is over. Field: `number`, of the complaint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """How far the contest of one entry is. `again_until`: until when the higher court is asked."""

    complaint: Complaint
    is_second: bool

    @property
    def review_by(self) -> Moment:
        """When the review is due."""
        return Moment(self.complaint.opened.town_s + REVIEW_DAYS * DAY_S)

    @property
    def again_until(self) -> Moment | None:
        """Until when a dismissal may be taken further; None where it may not."""
        decided, is_dismissed = self.complaint.decided, ComplaintState.DISMISSED
        if self.is_second or decided is None or self.complaint.state is not is_dismissed:
            return None
        return Moment(decided.town_s + AGAIN_WITHIN_DAYS * DAY_S)

    def may_go_on(self, now: TownTime) -> bool:
        """Whether the person may ask the higher court now."""
        return self.again_until is not None and now <= self.again_until.town_s


def subjects(listing_id: int) -> tuple[str, str]:
    """What complaints about one entry call it: the first, and that at the higher court."""
    return f"listing:{listing_id}", f"listing:{listing_id}:again"


def contest_of(town: Town, listing_id: int) -> Contest | None:
    """The newest contest of one entry."""
    first, second = subjects(listing_id)
    found = of_subjects(town, complaints.c.subject.in_((first, second)))
    if not found:
        return None
    return Contest(complaint=found[-1], is_second=found[-1].subject == second)


def uphold_listing(town: Town, one: Complaint) -> None:
    """Have deleted what a complaint contests; one that names no entry means all of its person's."""
    kind, _, rest = one.subject.partition(":")
    if kind == "listing":
        listing = listings.listing_of(town, int(rest.partition(":")[0]))
        _lift(town, listing, working_days_after(town.now, DELETED_WITHIN))
        return
    for listing in listings.standing(town, listings.Colour.BLACK):
        if listing.participant_id == one.who:
            _lift(town, listing, town.now)


def working_days_after(now: TownTime, days: int) -> TownTime:
    """The same time of day so many working days later; Saturdays and Sundays are none."""
    at = int(now)
    while days:
        at += DAY_S
        days -= calendar_date(at).weekday() < SATURDAY
    return TownTime(at)


def _lift(town: Town, listing: Listing, since: TownTime) -> None:
    why = Ended.UPHELD
    listings.lift(town, listing.agency, basis=listing.basis, because=why, since=since)
