"""Once a month: model cases without names, and a model citizen who lives rent-free for a year."""

from services.standing.bulletins.service import (
    CASES_MAX,
    MONTH,
    RENT,
    Bulletin,
    BulletinPublished,
    Case,
    NoBulletin,
    between,
    first_of_month,
    latest,
    next_first,
    publish_now,
    start_months,
)
