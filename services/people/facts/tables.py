"""Facts: what happened, as scores, lists and debriefs will read it. Append-only, but for
what the law has purged.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    exists,
    select,
)

from services.kernel.schema import Int64, Words, metadata

facts = Table(
    "facts",
    metadata,
    Column("fact_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("participant_id", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("amount", Int64, nullable=False, server_default="0"),
    Column("counterpart", Words, nullable=False, server_default=""),
    Column("source", Words, nullable=False),
    Column("purpose", Words, nullable=False),
    Column("recipients", Words, nullable=False, server_default=""),
    Column("is_true", Boolean, nullable=False, server_default="1"),
    Column("key", Words, nullable=False),
    UniqueConstraint("workshop_id", "key"),
    Index("ix_facts_participant", "participant_id", "town_s"),
)

# What was taken out of the books, by kind: nobody is named.
fact_purges = Table(
    "fact_purges",
    metadata,
    Column("purge_id", Int64, primary_key=True),
    Column("workshop_id", Int64, ForeignKey("workshops.workshop_id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("town_s", Int64, nullable=False),
    Column("until_town_s", Int64, nullable=False),
    Column("facts", Int64, nullable=False),
    Column("people", Int64, nullable=False),
    UniqueConstraint("workshop_id", "kind", "town_s"),
    CheckConstraint("until_town_s < town_s", name="until"),
    CheckConstraint("facts >= people AND people > 0", name="counted"),
)

FACTS_PURGED = "facts_purged"
FACT_STRUCK = "fact_struck"
STRUCK_KEY = "struck:"  # and the key of the fact that counts no more
_STRIKES = facts.alias("strikes")

# What other packages read, and join in their queries; only this one writes.
FACTS = select(facts).subquery("booked")
# The same without what was struck by now.
STANDING_FACTS = (
    select(facts)
    .where(
        ~exists().where(
            _STRIKES.c.workshop_id == facts.c.workshop_id,
            _STRIKES.c.key == STRUCK_KEY + facts.c.key,
        )
    )
    .subquery("standing_facts")
)
