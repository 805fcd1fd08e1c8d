"""Who rates: agencies as data, whom each of them rates, and whose reports each of them hears.

How a score comes about is `scoring`'s business; when it is computed, that of `rescoring`.
"""

from services.standing.agencies.catalogue import Agency, AgencyKind, Rescoring, catalogue
from services.standing.agencies.documents import document
from services.standing.agencies.entry_rules import EntryRules
from services.standing.agencies.events import (
    LicencesReviewed,
    NoSuchAgency,
    NotACompany,
    NotVoluntary,
    ReviewedBefore,
    SharingChanged,
)
from services.standing.agencies.feeds import (
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
from services.standing.agencies.licences import licences, review_licences
from services.standing.agencies.membership import (
    Membership,
    Memberships,
    enrol_residents,
    join,
    leave,
    member,
    members,
    memberships_of,
    my_memberships,
)
from services.standing.agencies.ownership import Ownership, ownership
from services.standing.agencies.queries import agency, all_agencies, find, is_company
from services.standing.agencies.queries import all_agencies as all
from services.standing.agencies.shelf import library
