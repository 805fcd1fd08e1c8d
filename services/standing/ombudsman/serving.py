"""Whether an entry was served: when, and by which rule of the moment at which it was made."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.localized import Localized
from services.kernel.town import Town
from services.law import statutes, switchboard
from services.law.switchboard import Switch
from services.standing import listings
from services.standing.complaints import Complaint
from services.standing.listings import Listing


@dataclass(frozen=True, slots=True)
class Service:
    """One entry. `was_due`: whether the law of its moment wanted it served; `rule` is what did, and
    None where that was decided by itself, or nobody wanted it.
    """

    listing: Listing
    was_due: bool
    rule: Localized | None

    @property
    def is_breach(self) -> bool:
        """Whether its person ought to have been told, and was not."""
        return self.was_due and self.listing.served is None


def services_of(town: Town, one: Complaint) -> tuple[Service, ...]:
    """Of the entry that a case names, or of all that the town's lists ever had of its person."""
    found = listings.of_person(town, one.who)
    named = [listing for listing in found if one.listing_id in (None, listing.listing_id)]
    return tuple(_service(town, listing) for listing in named)


def _service(town: Town, listing: Listing) -> Service:
    law = switchboard.at(town, listing.listed)
    was_due = law.value(Switch.LISTING_SERVED) == "on"
    name, _, provision = law.provision(Switch.LISTING_SERVED).partition(".")
    statute = statutes.catalogue().get(name.partition("/")[0])
    rule = None if statute is None else statute.provisions.get(provision)
    is_ruled = was_due and rule is not None
    return Service(listing, was_due, rule.source.title if is_ruled and rule else None)
