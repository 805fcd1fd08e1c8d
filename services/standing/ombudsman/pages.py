"""A case as its two readers see it: whoever complained, and whoever may decide."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.kernel.town import Town
from services.standing import complaints
from services.standing.complaints import About, Complaint, ComplaintState, Forum
from services.standing.ombudsman.casefile import CaseFile, gather
from services.standing.ombudsman.office import case_of, holders, is_holder
from services.standing.ombudsman.signing import Drafted, drafted_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case. `people`: how many hold the office, none where rules decide."""

    complaint: Complaint
    file: CaseFile
    people: int
    may_ask_again: bool
    drafted: Drafted | None = None  # what waits for a second signature, to the office alone
    is_office: bool = False  # as the office sees it
    matters: tuple[About, ...] = ()  # what its person may say that it is about


def own_page(town: Town, number: int) -> CasePage:
    """One's own case. Raises `NoSuchComplaint`, `NotYourComplaint`."""
    return _page(town, complaints.own_complaint(town, number))


def look_at(town: Town, number: int) -> CasePage:
    """One's own case; to whoever holds the office, one that they may decide.

    Raises as `own_page`, to the office as `case_of`.
    """
    one = complaints.complaint_of(town, number)
    is_own = one.who == town.actor.pid or one.forum is not Forum.OMBUDSMAN
    if not is_own and is_holder(town, town.actor.pid):
        return office_page(town, number)
    return own_page(town, number)


def case_page(town: Town, complaint_id: int) -> CasePage:
    """A case as its card names it, for the office. Raises `Outdated`."""
    return _to_office(town, complaints.complaint_by_id(town, complaint_id))


def office_page(town: Town, number: int) -> CasePage:
    """A case to somebody of the office who may decide it. Raises as `case_of`."""
    return _to_office(town, case_of(town, number))


def _to_office(town: Town, one: Complaint) -> CasePage:
    is_open = one.state is ComplaintState.OPEN
    drafted = drafted_of(town, one) if is_open else None
    return replace(_page(town, one), drafted=drafted, is_office=True)


def _page(town: Town, one: Complaint) -> CasePage:
    return CasePage(
        complaint=one,
        file=gather(town, one, in_office=False),
        people=len(holders(town)),
        may_ask_again=complaints.may_reconsider(town, one),
        matters=complaints.likeliest(town, one) if one.is_unsaid else (),
    )
