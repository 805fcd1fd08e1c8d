"""The offices that report on people: 38 feeders and the companies' own books, as nightly jobs.

They append facts, late and sometimes under the wrong name; what really happened is kept beside what
was reported. How the facts count is the agencies' business.
"""

from services.living.offices.catalogue import Office, catalogue
from services.living.offices.nights import OFFICE_FEED, night, report, simulate_day, start_nights
from services.living.offices.service import (
    NoSuchOffice,
    OfficeLine,
    OfficeList,
    OfficeTruth,
    Switched,
    all_offices,
    close,
    correct_report,
    of_town,
    promptness,
    reopen,
    report_wrongly,
    truth,
)
