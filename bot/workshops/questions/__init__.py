"""What the wall adds to the bot."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.workshops.questions import views
from bot.workshops.questions.handlers import answerers, askers, readers
from services.workshops import questions

FEATURE = Feature(
    name="questions",
    routers=(askers, answerers, readers),
    commands=(
        Command("questions", Access.ANYONE, rank=55),
        Command("ask", Access.PARTICIPANT, rank=56),
        Command("answer", Access.WORKSHOP, rank=36),
    ),
    event_views={
        questions.QuestionAsked: views.was_asked,
        questions.QuestionAnswered: views.was_answered,
    },
)
