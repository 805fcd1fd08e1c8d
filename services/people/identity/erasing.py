"""People's words go with the people: one verb over every column that is declared to hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from services.kernel.schema import metadata
from services.people.identity.events import WordsErased
from services.people.identity.tables import participants

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement

    from services.kernel.town import ParticipantId, Town


def erase_words(town: Town, who: ParticipantId) -> None:
    """Erase what somebody wrote, wherever it was declared (`services.kernel.schema.typed_by`)."""
    cards: dict[str, None] = {}
    for table in metadata.sorted_tables:
        for column in table.c:
            if "owner" not in column.info:
                continue
            rows = town.conn.execute(
                update(table)
                .where(_belongs(table.c[column.info["owner"]], who), column != "")
                .values({column: ""})
                .returning(table)
            )
            for row in rows:
                shown = (card.format_map(row._mapping) for card in column.info["cards"])
                cards.update(dict.fromkeys(shown))
    if cards:
        town.emit(WordsErased(tuple(cards)))


def _belongs(owner: Column[Any], who: ParticipantId) -> ColumnElement[bool]:
    """A participant's number, or the number of a row that is a participant's."""
    [key] = owner.foreign_keys
    if key.column is participants.c.participant_id:
        return owner == who
    theirs = select(key.column).where(key.column.table.c.participant_id == who)
    return owner.in_(theirs)
