"""Envelopes and the shares taken from them. The database itself refuses a second share.

An envelope's money lies in a hold of its own in the ledger; the columns here count along, so that
one row, locked, says everything that the next draw needs. A gala is an envelope with an opening.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from services.kernel.schema import Int64, Words, metadata, typed_by

_CARDS = ("envelope:{envelope_id}", "envelope_copy:{envelope_id}", "envelope_sent:{envelope_id}")
_RUNNING_GALA = "kind = 'gala' AND state = 'open'"

envelopes = Table(
    "envelopes",
    metadata,
    Column("envelope_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("kind", Words, nullable=False),
    # A gala has none.
    Column("sender", Words, ForeignKey("participants.participant_id"), index=True),
    Column("recipient", Words, ForeignKey("participants.participant_id"), index=True),
    Column("words", Words, nullable=False, info=typed_by("sender", *_CARDS)),
    Column("total_fen", Int64, nullable=False),
    Column("shares", Int64, nullable=False),
    Column("left_fen", Int64, nullable=False),
    Column("left_shares", Int64, nullable=False),
    Column("hold", Int64, ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("seed", LargeBinary, nullable=False),  # told to nobody before the end
    Column("state", Words, nullable=False, server_default="open"),
    Column("created_town_s", Int64, nullable=False),
    Column("opens_ms", Int64),  # gala: the wall time at which it opens for everybody
    Column("tap_wall_s", Int64, nullable=False, server_default="0"),  # gala: second of the last tap
    Column("taps", Int64, nullable=False, server_default="0"),  # gala: taps in that second
    Column("taps_peak", Int64, nullable=False, server_default="0"),  # gala: in the busiest second
    Column("taps_minute", Int64, nullable=False, server_default="0"),  # gala: in that minute
    Column("taps_minute_peak", Int64, nullable=False, server_default="0"),  # in the busiest minute
    Column("left_drawn", Int64, nullable=False, server_default="-1"),  # gala: as cards last showed
    UniqueConstraint("workshop_id", "key"),
    CheckConstraint("kind IN ('lucky', 'equal', 'personal', 'gala')", name="kind"),
    CheckConstraint("state IN ('open', 'finished', 'expired')", name="state"),
    CheckConstraint("(sender IS NULL) = (kind = 'gala')", name="sender"),
    CheckConstraint("(recipient IS NOT NULL) = (kind = 'personal')", name="recipient"),
    CheckConstraint("shares >= 1 AND total_fen BETWEEN shares AND 20000 * shares", name="total"),
    CheckConstraint("left_shares BETWEEN 0 AND shares", name="left_shares"),
    CheckConstraint("left_fen BETWEEN left_shares AND 20000 * left_shares", name="left_fen"),
    CheckConstraint("(state = 'finished') = (left_shares = 0)", name="finished"),
    Index(
        "uq_envelopes_running_gala",
        "workshop_id",
        unique=True,
        sqlite_where=sql(_RUNNING_GALA),
        postgresql_where=sql(_RUNNING_GALA),
    ),
    sqlite_strict=True,
)

envelope_shares = Table(
    "envelope_shares",
    metadata,
    Column(
        "envelope_id",
        Int64,
        ForeignKey("envelopes.envelope_id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("number", Int64, primary_key=True, autoincrement=False),  # in the order of opening
    Column(
        "participant_id",
        Words,
        ForeignKey("participants.participant_id"),
        nullable=False,
        index=True,
    ),
    Column("amount_fen", Int64, nullable=False),
    UniqueConstraint("envelope_id", "participant_id"),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("amount_fen BETWEEN 1 AND 20000", name="amount"),
    sqlite_strict=True,
)
