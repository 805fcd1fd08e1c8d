"""One metadata for all tables, with names that both engines and migrations agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, MetaData, Text

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only numbers rows by itself for a column of exactly INTEGER; PostgreSQL needs 64 bits.
Int64: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
Words: TypeEngine[str] = Text()


def typed_by(owner: str, *cards: str) -> dict[str, object]:
    """The `info` of a column of people's words, which are erased when their person leaves.

    `owner` is the table's column that says whose they are: a participant, or a row that has one.
    `cards` are the cards that show them, such as "payment:{payment_id}".
    """
    return {"owner": owner, "cards": cards}
