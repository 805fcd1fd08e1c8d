"""Motions, debates and secret votes: the law changes by what the town has decided."""

from services.workshops.votes.anew import again, reverse
from services.workshops.votes.ballots import (
    AnotherBallotOpen,
    BallotClosed,
    BallotOpened,
    MyBallot,
    NoBallot,
    NotOnRoll,
    ReceiptForged,
    RollEmpty,
    VoteCast,
    Voted,
    cast,
    check_receipt,
    my_ballot,
    open_vote,
    waits_for,
)
from services.workshops.votes.changes import Change, ChangesNothing, StatuteChange
from services.workshops.votes.counting import (
    BallotEnded,
    NotOpenYet,
    PollDidNotCarry,
    PollOvertaken,
    audit,
    close,
    draft_carried,
    enact_carried,
    handle_event,
)
from services.workshops.votes.moving import (
    ASKS,
    DEBATE_OVER,
    KINDS,
    DebateBegan,
    DebateEnded,
    MinutesOutOfRange,
    MotionDecided,
    MotionPut,
    MotionTooLong,
    NoQuestion,
    NotSeconded,
    OwnMotion,
    RulesFixed,
    TooManyMotions,
    VoteWhilePaused,
    debate,
    end_debate,
    name_group,
    put,
    second,
    set_rule,
    withdraw,
)
from services.workshops.votes.pages import MotionPage, desk_page, page, seconded, taken_back
from services.workshops.votes.predicting import (
    FORESIGHT,
    MEASURE,
    Forecast,
    MotionMeasured,
    TownEffect,
    TownGroup,
    forecast,
    measure,
)
from services.workshops.votes.records import (
    Motion,
    MotionBook,
    MotionChanged,
    MotionState,
    NoSuchMotion,
    all_motions,
    book,
    find,
)
from services.workshops.votes.rules import (
    TOLD_FROM,
    Abstentions,
    Base,
    Choice,
    Counts,
    Outcome,
    Quorum,
    RollOf,
    Rules,
    Tie,
    outcome_of,
)
from services.workshops.votes.trying import TRY, one_more
