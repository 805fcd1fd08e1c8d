"""Finding agencies by id, or by what somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.standing.agencies.catalogue import Agency, AgencyKind, catalogue
from services.standing.agencies.events import NoSuchAgency

if TYPE_CHECKING:
    from services.kernel.town import Town

TYPED_MAX = 40


def all_agencies(_: Town) -> tuple[Agency, ...]:
    """Every agency of the town, in the order in which they are shown."""
    return tuple(catalogue().values())


def agency(_: Town, agency_id: str) -> Agency:
    """One agency by id. Raises `NoSuchAgency`."""
    found = catalogue().get(agency_id)
    if found is None:
        raise _unknown(agency_id)
    return found


def is_company(agency_id: str) -> bool:
    """Whether somebody who keeps a list is one of the companies."""
    found = catalogue().get(agency_id)
    return found is not None and found.kind is AgencyKind.COMPANY


def find(_: Town, typed: str) -> Agency:
    """One agency by id or title in either language; case does not matter. Raises `NoSuchAgency`."""
    wanted = " ".join(typed.split()).casefold()
    for one in catalogue().values():
        if wanted in {one.agency_id, one.title.en.casefold(), one.title.zh.casefold()}:
            return one
    raise _unknown(typed)


def _unknown(typed: str) -> NoSuchAgency:
    return NoSuchAgency(typed=typed.strip()[:TYPED_MAX], known=", ".join(catalogue()))
