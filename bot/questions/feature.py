"""What the wall brings to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.questions import views
from bot.questions.handlers import answerers, askers, readers
from services import questions
from services.workshops.events import ParticipantLeft

if TYPE_CHECKING:
    from services.kernel.town import Event, Town


def forget(town: Town, event: Event) -> None:
    """Whoever leaves has asked nothing any more."""
    if isinstance(event, ParticipantLeft):
        questions.forget_asker(town, event.participant_id)


FEATURE = Feature(
    name="questions",
    rooms=(askers, answerers, readers),
    commands=(
        Command("questions", Access.ANYONE, rank=55),
        Command("ask", Access.PARTICIPANT, rank=56),
        Command("answer", Access.WORKSHOP, rank=36),
    ),
    tells={
        questions.QuestionAsked: views.was_asked,
        questions.QuestionAnswered: views.was_answered,
    },
    reactions=(forget,),
)
