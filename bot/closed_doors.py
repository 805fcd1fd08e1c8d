"""Why a door is closed, said alike wherever somebody is kept out, and asking for an exemption.

How much of the reason is told is the law's: nothing, the agency, or also the rule.
"""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.replies import Button, Say, say
from services.standing.sanctions import Closed
from services.standing.scores import Explanation


class AskExemption(CallbackData, prefix="sx1"):
    door: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def because(closed: Closed) -> Say:
    """Why a door is closed, as far as the law lets it be said."""
    if closed.explained is Explanation.NONE:
        return say("sanctions.because_none")
    if closed.score is not None:
        found = say("sanctions.because_score", agency=closed.by, score=closed.score)
    elif closed.is_for_a_parent:
        found = say("sanctions.because_parent", agency=closed.by)
    else:
        found = say("sanctions.because_listed", agency=closed.by)
    if closed.explained.is_secret:
        return found
    evidence = say(f"provenance.{closed.sanction.provenance}")
    return say(
        "sanctions.because_rule", why=found, basis=closed.sanction.basis, provenance=evidence
    )


def ask_button(closed: Closed) -> Button:
    return Button(say("sanctions.ask"), AskExemption(door=closed.door.door_id))
