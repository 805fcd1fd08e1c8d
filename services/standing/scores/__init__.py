"""Scores of the people of the town: computed from facts, explained as far as the law allows."""

from services.standing.scores.advice import (
    deeds_that_help,
    gain_of_doing,
    gain_of_leaving,
    gain_of_parting,
)
from services.standing.scores.assessing import Assessed, evaluate_for, scores_of
from services.standing.scores.audit import (
    GROUP_MIN,
    PERCENT,
    Group,
    Rate,
    ScoreAudit,
    TraitTable,
    audit,
    groups_of,
    too_small,
    traits,
)
from services.standing.scores.checking import FACTS_GONE, disputed, facts_gone, recheck, true_score
from services.standing.scores.documents import (
    PAY_SCORE,
    actions,
    gates,
    kinds,
    read_documents,
)
from services.standing.scores.explaining import (
    Change,
    Explained,
    FactsRead,
    Moved,
    Receipt,
    ScoresMoved,
)
from services.standing.scores.exporting import (
    ExportDiffers,
    Exported,
    given_out,
    last_given,
    signing_key,
    take_away,
)
from services.standing.scores.history import Course, courses, latest
from services.standing.scores.lawful import (
    CalculationSecret,
    Explanation,
    Lawful,
    LeaderboardOff,
    NoScoreYet,
    NoSuchGate,
    NotRatedThere,
    law_of,
    lawful_under,
)
from services.standing.scores.lifting import (
    Eligibility,
    Fixed,
    Lift,
    Step,
    Way,
    eligible,
    lift,
    next_way,
)
from services.standing.scores.ranking import (
    Ranks,
    RanksShown,
    ranks,
    ranks_now,
    show_ranks,
)
from services.standing.scores.reading import FRIEND_STANDING, KIN_LISTED, Reading
from services.standing.scores.service import (
    Comparison,
    Elsewhere,
    Ranked,
    ScorePage,
    best,
    evaluate_and_store,
    evaluate_and_store_all,
    highest,
    leaderboard,
    my_page,
)
from services.standing.scores.tables import SCORES
from services.standing.scores.tabling import Book, open_book, scores_by, table_of, with_friends
