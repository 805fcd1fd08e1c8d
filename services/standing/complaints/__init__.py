"""Complaints: somebody, or the town itself, says that a score does not follow from its facts.

The one who runs the workshop decides. This is no ombudsman: nobody is independent here yet.
"""

from services.standing.complaints.contests import Contest, ContestOver, contest_of
from services.standing.complaints.records import (
    About,
    Complaint,
    ComplaintConcerns,
    ComplaintDecided,
    ComplaintEnded,
    ComplaintOpened,
    ComplaintState,
    ComplaintTooLong,
    FileNotGivenHere,
    Finding,
    NoSuchComplaint,
    Opener,
    OwnComplaint,
    TooManyComplaints,
    complaint_by_id,
    of_town,
)
from services.standing.complaints.service import (
    DECISION_MAX,
    OPEN_MAX,
    WORDS_MAX,
    Book,
    Opened,
    about_file,
    book,
    concerns,
    contest,
    decide,
    handle_event,
    in_words,
    my_complaints,
)
