"""Statutes: what sets the law's values. Each is a file; what was passed is the switchboard's book.

Rules never ask for a statute, they ask the switchboard what the law says.
"""

from services.law.statutes.catalogue import (
    Preset,
    Provision,
    Statute,
    Where,
    catalogue,
    presets,
    rank_of,
    statutes_of,
)
from services.law.statutes.service import (
    Deed,
    Draft,
    NotInForce,
    StatuteNeedsPoll,
    StatutesPassed,
    draft,
    draft_typed,
    pass_,
)
from services.law.statutes.single import SwitchDraft, draft_switch
from services.law.statutes.standing import (
    Passed,
    Span,
    State,
    StatutePage,
    Statutes,
    Timeline,
    UnknownStatute,
    all_statutes,
    find_preset,
    find_statute,
    one_statute,
    passed_between,
    timeline,
)
from services.law.statutes.when import AT_ONCE, NoSuchMoment, read_when, tomorrow
