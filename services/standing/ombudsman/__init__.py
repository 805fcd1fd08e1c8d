"""The ombudsman: an office of people or of published rules that reads everybody's books, hears both
sides, decides on named grounds, and whose orders carry themselves out.
"""

from services.standing.ombudsman.casefile import (
    CaseFile,
    Given,
    NoSecretThere,
    Part,
    Secret,
    Weight,
    file_of,
    gather,
    open_secret,
    secret_of,
)
from services.standing.ombudsman.hearing import (
    SAID_MAX,
    STEPS,
    Hearing,
    HearingMoved,
    NoSuchPart,
    NotYourTurn,
    OnBothSides,
    Side,
    Spoken,
    add_words,
    give_part,
    hearing_by_id,
    hearing_of,
    open_hearing,
    skip,
    speak,
)
from services.standing.ombudsman.needing import (
    cases_in_need,
    erase_words,
    needed_facts,
    needed_words,
    release,
    unended,
)
from services.standing.ombudsman.office import (
    Holder,
    NoSeatInOffice,
    NotImpartial,
    NotOfOffice,
    NotWithOmbudsman,
    Office,
    OfficeChanged,
    OfficeFull,
    SitsForCompany,
    appoint,
    holders,
    impartial,
    is_holder,
    office,
)
from services.standing.ombudsman.pages import CasePage, case_page, look_at, office_page, own_page
from services.standing.ombudsman.public import (
    Decision,
    NoPrecedent,
    Precedents,
    decisions,
    precedents,
    rulings_between,
)
from services.standing.ombudsman.ruling import (
    CASE_DUE,
    CaseFiled,
    CaseOverdue,
    Choice,
    Draft,
    NoSuchGround,
    choose,
    draft,
    extend,
    fall_due,
    handle_event,
    let_go,
    pause,
    rule,
    weigh,
)
from services.standing.ombudsman.scripted import by_rules, found_ground, script
from services.standing.ombudsman.serving import Service
from services.standing.ombudsman.signing import (
    BalanceMissing,
    Drafted,
    HearingOpen,
    NothingToSign,
    SentBack,
    SignatureAsked,
    SignatureWaits,
    SignedByYou,
    drafted_of,
    send_back,
    sign,
)
