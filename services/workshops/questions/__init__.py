"""The wall of unanswered questions: the paper's own, and those of the people of the town.

Nobody's name stands on it. It can be answered only where the law lets a calculation be told.
"""

from services.workshops.questions.catalogue import PaperQuestion, paper_questions
from services.workshops.questions.errors import (
    AnsweredBefore,
    AnswersSecret,
    AnswerTooLong,
    NoSuchQuestion,
    QuestionTooLong,
    TooManyQuestions,
)
from services.workshops.questions.events import QuestionAnswered, QuestionAsked
from services.workshops.questions.service import (
    ANSWER_MAX,
    QUESTION_MAX,
    QUESTIONS_MAX,
    Answered,
    Asked,
    answer,
    ask,
    forget_asker,
)
from services.workshops.questions.wall import PAGE_SIZE, Wall, WallEntry, wall

__all__ = [
    "ANSWER_MAX",
    "PAGE_SIZE",
    "QUESTIONS_MAX",
    "QUESTION_MAX",
    "AnswerTooLong",
    "Answered",
    "AnsweredBefore",
    "AnswersSecret",
    "Asked",
    "NoSuchQuestion",
    "PaperQuestion",
    "QuestionAnswered",
    "QuestionAsked",
    "QuestionTooLong",
    "TooManyQuestions",
    "Wall",
    "WallEntry",
    "answer",
    "ask",
    "forget_asker",
    "paper_questions",
    "wall",
]
