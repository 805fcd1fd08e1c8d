"""Telling the facilitator about somebody, with their words or without."""

from services.social.reports.service import (
    WORDS_MAX,
    Report,
    ReportClosed,
    ReportedWordsTooLong,
    ReportMade,
    ReportSelf,
    TooManyReports,
    close,
    count_waiting,
    find_report,
    forget_reports,
    report,
    report_by_name,
    waiting,
)
