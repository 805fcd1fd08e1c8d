"""Scenario cards and the panel: a director over the features, with no rules of theirs."""

from services.workshops.scenarios.catalogue import Card, Effect, cards
from services.workshops.scenarios.orders import (
    ALL,
    MORNING,
    TONIGHT,
    AboutNobody,
    HasLeft,
    NobodyThere,
    NoSuchCard,
    NoSuchTime,
    Whom,
    code_of,
)
from services.workshops.scenarios.planning import (
    CARD_DUE,
    Planned,
    PlanPlayed,
    PlanRefused,
    TooManyPlans,
    cancel,
    order,
    plan,
    plans,
    play_due,
)
from services.workshops.scenarios.plays import Invited
from services.workshops.scenarios.service import (
    LawIsOtherwise,
    Need,
    Panel,
    PanelMovedOn,
    PlayFirst,
    Preview,
    Ran,
    TooMuchBadLuck,
    give_gala,
    move_on,
    panel,
    play,
    preview,
    run,
    say_once,
)
from services.workshops.scenarios.taking_back import (
    SHOWN_MAX,
    CannotUndo,
    NothingPlayed,
    NotPlayed,
    Played,
    Undone,
    UndoneBefore,
    latest_undoable,
    undo,
    undoable,
    undoable_play,
)
from services.workshops.scenarios.undoing import Restored
