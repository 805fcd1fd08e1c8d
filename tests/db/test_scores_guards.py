"""Scores and complaints stay as they were written, whoever types what into the database."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from services.standing.complaints.tables import complaints
from services.standing.scores.tables import scores
from tests.db.complaining import decide, receipts, say
from tests.db.lawgiving import look
from tests.support.world import World

TYPED = [
    "UPDATE scores SET score = score + 1",
    "UPDATE scores SET contributions = '[]'",
    "DELETE FROM scores WHERE score_id NOT IN (SELECT score_id FROM complaints)",
    "TRUNCATE scores CASCADE",
    "UPDATE complaints SET number = number + 1",
    "UPDATE complaints SET words = 'never said'",
    "UPDATE complaints SET finding = '[]'",
    "UPDATE complaints SET opened_town_s = opened_town_s - 1",
    "UPDATE complaints SET subject = '7' WHERE state <> 'open'",
    "UPDATE complaints SET state = 'upheld' WHERE state <> 'open'",
    "UPDATE complaints SET decided_words = 'other words' WHERE state <> 'open'",
    "DELETE FROM complaints",
    "TRUNCATE complaints CASCADE",
]
REPLACED = [
    "REPLACE INTO scores SELECT * FROM scores",
    "REPLACE INTO complaints SELECT * FROM complaints",
]


@pytest.fixture
def written(world: World) -> World:
    receipts(world)
    for name in ("ana", "bo"):
        look(world, name)
    say(world)
    decide(world, 1, "no", is_upheld=False)
    look(world, "bo")
    return world


def rows(world: World) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for table in (scores, complaints)
        for row in world.rows(select(table).order_by(*table.primary_key))
    ]


@pytest.mark.parametrize("typed", TYPED)
def test_no_hand_changes_a_score_or_a_complaint(written: World, typed: str):
    if typed.startswith("TRUNCATE") and written.engine.dialect.name == "sqlite":
        typed = typed.replace("TRUNCATE", "DELETE FROM").replace("CASCADE", "")  # its truncation
    before = rows(written)
    with pytest.raises(IntegrityError), written.engine.begin() as conn:
        conn.execute(text(typed))
    assert rows(written) == before


@pytest.mark.parametrize("typed", REPLACED)
def test_replacing_a_row_keeps_the_old_one(written: World, typed: str):
    if written.engine.dialect.name == "postgresql":
        typed = f"{typed.replace('REPLACE', 'INSERT', 1)} ON CONFLICT DO NOTHING"
    before = rows(written)
    with written.engine.begin() as conn:
        conn.execute(text(typed))
    assert rows(written) == before


def test_words_may_be_erased(written: World):
    with written.engine.begin() as conn:
        conn.execute(text("UPDATE complaints SET words = '', decided_words = ''"))
    assert {row.words for row in written.rows(select(complaints))} == {""}
