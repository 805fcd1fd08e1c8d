"""How far the town trusts its order, as it was last asked, and how far residents comply with it."""

from services.law.legitimacy.service import (
    Compliance,
    Legitimacy,
    complies,
    course,
    lowered,
    note_trust,
    trust,
)
