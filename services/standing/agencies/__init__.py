"""Who rates: agencies as data, whom each of them rates, and whose reports each of them hears.

How a score comes about is `scoring`'s business; when it is computed, that of `rescoring`.
"""

from services.standing.agencies.bureau import (
    LicencesReviewed,
    ReviewedBefore,
    ownership,
    review_licences,
)
from services.standing.agencies.catalogue import (
    Agency,
    AgencyKind,
    EntryRules,
    NoSuchAgency,
    agency,
    begun_by,
    catalogue,
    companies,
    document,
    find,
    is_company,
    library,
)
from services.standing.agencies.feeds import (
    Bureau,
    Coverage,
    Hearing,
    NotACompany,
    Share,
    SharingChanged,
    bureau,
    close_source,
    closed_sources,
    hearing,
    open_source,
    share,
)
from services.standing.agencies.membership import (
    Membership,
    Memberships,
    NotVoluntary,
    enrol_residents,
    follow_platform,
    join,
    leave,
    member,
    members,
    memberships,
    rated_among,
)
