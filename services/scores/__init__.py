"""Scores of the people of the town: computed from facts, explained as far as the law allows."""

from services.scores.audit import GROUP_MIN, Group, Rate, ScoreAudit, TraitTable, audit
from services.scores.eligibility import Eligibility, eligible
from services.scores.errors import (
    CalculationSecret,
    ComplaintTooLong,
    LeaderboardOff,
    NoScoreYet,
    NoSuchGate,
    NotAMember,
)
from services.scores.events import Change, ComplaintOpened, Moved, ScoresMoved
from services.scores.explaining import Explained, FactsRead, Receipt
from services.scores.exporting import Complaint, Exported, complain, signing_key, take_away
from services.scores.history import Course, Given, courses, latest
from services.scores.lawful import Explanation
from services.scores.lifting import Fixed, Lift, Step, Way, lift
from services.scores.papers import PAY_SCORE, gates, pay_score_document, read_papers
from services.scores.service import (
    Elsewhere,
    Page,
    Ranked,
    Standing,
    StoredScore,
    best,
    evaluate_and_store,
    evaluate_and_store_all,
    leaderboard,
    look,
)
from services.scores.told import Told

__all__ = [
    "GROUP_MIN",
    "PAY_SCORE",
    "CalculationSecret",
    "Change",
    "Complaint",
    "ComplaintOpened",
    "ComplaintTooLong",
    "Course",
    "Eligibility",
    "Elsewhere",
    "Explained",
    "Explanation",
    "Exported",
    "FactsRead",
    "Fixed",
    "Given",
    "Group",
    "LeaderboardOff",
    "Lift",
    "Moved",
    "NoScoreYet",
    "NoSuchGate",
    "NotAMember",
    "Page",
    "Ranked",
    "Rate",
    "Receipt",
    "ScoreAudit",
    "ScoresMoved",
    "Standing",
    "Step",
    "StoredScore",
    "Told",
    "TraitTable",
    "Way",
    "audit",
    "best",
    "complain",
    "courses",
    "eligible",
    "evaluate_and_store",
    "evaluate_and_store_all",
    "gates",
    "latest",
    "leaderboard",
    "lift",
    "look",
    "pay_score_document",
    "read_papers",
    "signing_key",
    "take_away",
]
