"""Who rates: agencies as data, whom each of them rates, and whose reports each of them hears.

How a score comes about is `scoring`'s business. When it is computed is told in `rescoring`, and
what another rule would give in `replay`: both ask `services.scores`, which itself asks this
package, so they are imported by their own names.
"""

from services.agencies.catalogue import Agency, Evidence, Kind, Rescoring, Title, catalogue
from services.agencies.entry_rules import EntryRules
from services.agencies.errors import (
    NoSuchAgency,
    NoSuchDocument,
    NotACompany,
    NothingToReplay,
    NotVoluntary,
    ReviewedBefore,
)
from services.agencies.events import LicencesReviewed, RescoringEnded, SharingChanged
from services.agencies.feeds import (
    Bureau,
    Coverage,
    Hearing,
    Share,
    bureau,
    close_source,
    closed_sources,
    coverage,
    hearing,
    open_source,
    share,
)
from services.agencies.licences import licences, review_licences
from services.agencies.membership import (
    Membership,
    Registry,
    enrol_residents,
    join,
    leave,
    look,
    member,
    members,
    registry_of,
)
from services.agencies.ownership import Ownership, OwnershipFault, ownership
from services.agencies.papers import document
from services.agencies.queries import agency, find, is_company
from services.agencies.queries import all_agencies as all
from services.agencies.shelf import library

__all__ = [
    "Agency",
    "Bureau",
    "Coverage",
    "EntryRules",
    "Evidence",
    "Hearing",
    "Kind",
    "LicencesReviewed",
    "Membership",
    "NoSuchAgency",
    "NoSuchDocument",
    "NotACompany",
    "NotVoluntary",
    "NothingToReplay",
    "Ownership",
    "OwnershipFault",
    "Registry",
    "Rescoring",
    "RescoringEnded",
    "ReviewedBefore",
    "Share",
    "SharingChanged",
    "Title",
    "agency",
    "all",
    "bureau",
    "catalogue",
    "close_source",
    "closed_sources",
    "coverage",
    "document",
    "enrol_residents",
    "find",
    "hearing",
    "is_company",
    "join",
    "leave",
    "library",
    "licences",
    "look",
    "member",
    "members",
    "open_source",
    "ownership",
    "registry_of",
    "review_licences",
    "share",
]
