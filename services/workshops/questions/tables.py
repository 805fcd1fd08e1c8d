"""Questions of the town's people, and answers to them and to the paper's."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

questions = Table(
    "questions",
    metadata,
    Column("question_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    # To be told the answer; shown to nobody.
    Column("participant_id", Words, ForeignKey("participants.participant_id"), index=True),
    Column("words", Words, nullable=False, info=typed_by("participant_id")),  # "" once they left
    Column("asked_town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("length(words) <= 200", name="words"),
)

question_answers = Table(
    "question_answers",
    metadata,
    Column("answer_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("question", Words, nullable=False),  # "paper:" and an id, or "town:" and a row's number
    Column("words", Words, nullable=False),
    Column("answered_town_s", Int64, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "question"),  # a question is answered once
    CheckConstraint("length(words) BETWEEN 1 AND 400", name="words"),
)
