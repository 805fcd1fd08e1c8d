"""Complaints: somebody, or the town itself, says that a score does not follow from its facts.

Whoever runs the workshop decides, and is a party; where the law has an ombudsman, that office does
(`services.standing.ombudsman`). What is decided carries itself out, and is looked at afterwards.
"""

from services.standing.complaints.contests import Contest, ContestOver, contest_of
from services.standing.complaints.correcting import (
    Held,
    HeldPage,
    answer,
    correct,
    correctable,
)
from services.standing.complaints.deciding import (
    DECISION_MAX,
    Ruling,
    decide,
    fits,
    forget_words,
    require_agreement,
    settle,
    write_balance,
)
from services.standing.complaints.filing import Opened
from services.standing.complaints.matters import OF_ENTRIES, likeliest
from services.standing.complaints.orders import (
    ORDERS_DUE,
    TOWN_HALL,
    applicable,
    check,
    differs,
    disputed,
    guesses_of,
    is_untrue,
)
from services.standing.complaints.records import (
    clock_name,
    complaint_by_id,
    complaint_of,
    of_town,
)
from services.standing.complaints.remedies import Reason, When, reasons, reasons_about
from services.standing.complaints.service import (
    OPEN_MAX,
    WORDS_MAX,
    Book,
    about_file,
    appeal,
    book,
    concerns,
    contest,
    handle_event,
    in_words,
    may_reconsider,
    my_complaints,
    own_complaint,
    reconsider,
    say_view,
)
from services.standing.complaints.shapes import (
    About,
    ApologyMade,
    BooksHidden,
    Complaint,
    ComplaintConcerns,
    ComplaintDecided,
    ComplaintEnded,
    ComplaintOpened,
    ComplaintState,
    ComplaintTooLong,
    DecidedBy,
    FileNotGivenHere,
    Finding,
    Forum,
    NoOmbudsman,
    NoSuchComplaint,
    NotToReconsider,
    NotYourComplaint,
    NotYourEntry,
    Opener,
    Order,
    OrderKind,
    OrdersChecked,
    OrdersConflict,
    OwnComplaint,
    Stage,
    TooManyComplaints,
    View,
    ViewSaid,
    WithOmbudsman,
)
