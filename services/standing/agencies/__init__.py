"""Who rates: agencies as data, whom each of them rates, and whose reports each of them hears.

How a score comes about is `scoring`'s business; when it is computed, that of `rescoring`.
"""

from services.standing.agencies.boardroom import (
    BoardNotMeeting,
    Boardroom,
    BoardsCalled,
    BoardVoted,
    OwnersBarred,
    Payoff,
    Size,
    Stake,
    board_of,
    boardroom,
    call_boards,
    vote,
    whole_boardroom,
)
from services.standing.agencies.bureau import (
    Choice,
    LicencesReviewed,
    Reason,
    ReviewedBefore,
    choice,
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
    document_on,
    find,
    is_company,
    library,
    touched,
)
from services.standing.agencies.consent import (
    Consent,
    ConsentAsked,
    ConsentChanged,
    Consents,
    ask_consent,
    consent,
    consents,
    my_consent,
    owes_answer,
)
from services.standing.agencies.directors import (
    Director,
    NoCompanySeat,
    NoSeatForResidents,
    SeatGiven,
    SeatTaken,
    company_of,
    director_of,
    give_seat,
    resign,
    seated,
    take_seat,
)
from services.standing.agencies.feeds import (
    Blocked,
    Bureau,
    Coverage,
    Hearing,
    NotACompany,
    Share,
    SharingChanged,
    bureau,
    close_source,
    closed_sources,
    heard_by,
    hearing,
    open_source,
    share,
)
from services.standing.agencies.histories import ASKED, History, ask_history
from services.standing.agencies.judging import LicenceAsked, ask_room, judge, opinions, review
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
