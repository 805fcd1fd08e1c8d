"""A case as its two readers see it: whoever complained, and whoever may decide."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.town import Town
from services.standing import complaints
from services.standing.complaints import Complaint
from services.standing.ombudsman.casefile import CaseFile, gather
from services.standing.ombudsman.office import case_of, holders


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case. `people`: how many hold the office, none where rules decide."""

    complaint: Complaint
    file: CaseFile
    people: int
    may_ask_again: bool


def own_page(town: Town, number: int) -> CasePage:
    """One's own case. Raises `NoSuchComplaint`, `NotYourComplaint`."""
    return _page(town, complaints.own_complaint(town, number))


def case_page(town: Town, complaint_id: int) -> CasePage:
    """A case as its card names it, for the office. Raises `Outdated`."""
    return _page(town, complaints.complaint_by_id(town, complaint_id))


def office_page(town: Town, number: int) -> CasePage:
    """A case to somebody of the office who may decide it. Raises as `case_of`."""
    return _page(town, case_of(town, number))


def _page(town: Town, one: Complaint) -> CasePage:
    return CasePage(
        complaint=one,
        file=gather(town, one, in_office=False),
        people=len(holders(town)),
        may_ask_again=complaints.may_reconsider(town, one),
    )
