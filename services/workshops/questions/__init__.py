"""The wall of unanswered questions: the paper's own, and those of the people of the town.

Nobody's name stands on it. It can be answered only where the law lets a calculation be told.
"""

from services.workshops.questions.service import (
    ANSWER_MAX,
    QUESTION_MAX,
    QUESTIONS_MAX,
    AnsweredBefore,
    AnswersSecret,
    AnswerTooLong,
    Asked,
    NoSuchQuestion,
    QuestionAnswered,
    QuestionAsked,
    QuestionTooLong,
    TooManyQuestions,
    answer,
    ask,
)
from services.workshops.questions.wall import (
    PAGE_SIZE,
    Wall,
    WallEntry,
    WallKept,
    answer_times,
    handle_event,
    paper_questions,
    wall,
    whole_wall,
)
