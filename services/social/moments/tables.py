"""Moments, who likes them, and what was said to them."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from services.kernel.schema import Int64, Words, metadata, typed_by

_CARD = "moment:{moment_id}"


def _of_moment(*, is_key: bool) -> Column[int]:
    return Column(
        "moment_id",
        Int64,
        ForeignKey("moments.moment_id", ondelete="CASCADE"),
        primary_key=is_key,
        nullable=False,
        autoincrement=False,
    )


moments = Table(
    "moments",
    metadata,
    Column("moment_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("author", Words, ForeignKey("participants.participant_id"), nullable=False),
    Column("words", Words, nullable=False, info=typed_by("author", _CARD)),
    # How the messenger finds the photo that goes along, and for which bot; "" where there is none.
    Column("photo", Words, nullable=False, server_default="", info=typed_by("author", _CARD)),
    Column("photo_bot", Int64, nullable=False, server_default="0"),
    Column("posted_town_s", Int64, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("length(words) <= 1000", name="words"),
    Index("ix_moments_author", "author"),
)

moment_likes = Table(
    "moment_likes",
    metadata,
    _of_moment(is_key=True),
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        primary_key=True,
        index=True,
    ),
)

moment_comments = Table(
    "moment_comments",
    metadata,
    Column("comment_id", Int64, primary_key=True),
    _of_moment(is_key=False),
    Column("key", Words, nullable=False),
    Column("author", Words, ForeignKey("participants.participant_id"), nullable=False, index=True),
    Column("words", Words, nullable=False, info=typed_by("author", _CARD)),
    UniqueConstraint("moment_id", "key"),
    CheckConstraint("length(words) <= 200", name="words"),
)
