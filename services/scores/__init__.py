"""Scores of the people of the town: computed from facts, explained as far as the law allows."""

from services.scores.audit import GROUP_MIN, Group, Rate, ScoreAudit, TraitTable, audit
from services.scores.checking import recheck
from services.scores.eligibility import Eligibility, eligible
from services.scores.errors import (
    CalculationSecret,
    LeaderboardOff,
    NoScoreYet,
    NoSuchGate,
    NotAMember,
)
from services.scores.events import Change, ExportDiffers, Moved, ScoresMoved
from services.scores.explaining import Explained, FactsRead, Receipt
from services.scores.exporting import Exported, given_out, last_given, signing_key, take_away
from services.scores.history import Course, Given, courses, latest
from services.scores.lawful import Explanation, law_of
from services.scores.lifting import Fixed, Lift, Step, Way, lift
from services.scores.papers import PAY_SCORE, gates, paper, pay_score_document, read_papers
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
from services.scores.told import Told, told

__all__ = [
    "GROUP_MIN",
    "PAY_SCORE",
    "CalculationSecret",
    "Change",
    "Course",
    "Eligibility",
    "Elsewhere",
    "Explained",
    "Explanation",
    "ExportDiffers",
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
    "courses",
    "eligible",
    "evaluate_and_store",
    "evaluate_and_store_all",
    "gates",
    "given_out",
    "last_given",
    "latest",
    "law_of",
    "leaderboard",
    "lift",
    "look",
    "paper",
    "pay_score_document",
    "read_papers",
    "recheck",
    "signing_key",
    "take_away",
    "told",
]
