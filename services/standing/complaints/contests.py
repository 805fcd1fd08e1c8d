"""Contesting one entry of a black list, by the clock of the court's rule (`seeds/clocks.yaml`): a
review; dismissed, the higher court may be asked once; upheld, the entry is deleted within some
working days. Meanwhile it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.errors import RuleError
from services.kernel.time import Moment, TownTime
from services.kernel.town import ParticipantId, Town
from services.law.clocks import due_after
from services.standing import scores
from services.standing.complaints.records import of_subjects
from services.standing.complaints.shapes import Complaint, ComplaintState
from services.standing.complaints.tables import complaints
from services.standing.scores import SCORES

CLOCK = "spc"


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
        stage = "second" if self.is_second else "review"
        return Moment(due_after(CLOCK, stage, self.complaint.opened.town_s))

    @property
    def again_until(self) -> Moment | None:
        """Until when a dismissal may be taken further; None where it may not."""
        decided, is_dismissed = self.complaint.decided, ComplaintState.DISMISSED
        if self.is_second or decided is None or self.complaint.state is not is_dismissed:
            return None
        return Moment(due_after(CLOCK, "again", decided.town_s))

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


def newest_score(town: Town, who: ParticipantId, agency: str) -> int:
    """The newest score that an agency gave somebody; computed if there is none yet."""
    at = SCORES.c
    newest = select(func.max(at.score_id)).where(at.participant_id == who, at.agency == agency)
    if town.conn.scalar(newest) is None:
        scores.evaluate_and_store(town, who, agency)
    return int(town.conn.execute(newest).scalar_one())
