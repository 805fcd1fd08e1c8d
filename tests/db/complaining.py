"""Steps that tests of complaints share: taking a file away, complaining of it, deciding."""

from __future__ import annotations

import json

from sqlalchemy import select, text, update

from services.standing import complaints, scores
from services.standing.scores.tables import scores as score_rows
from tests.db.lawgiving import enact, remember
from tests.support.world import World


def receipts(world: World) -> World:
    """A town that grants receipts, where Ana has lived a little."""
    remember(world, "ana", "joined", "paid", "rental_late")
    enact(world, "explanation", "receipt")
    return world


def take_away(world: World, name: str = "ana", agency: str = scores.PAY_SCORE) -> scores.Exported:
    with world.acting(name) as town:
        return scores.take_away(town, agency)


def seal_of(taken: scores.Exported) -> str:
    return str(json.loads(taken.text)["seal"])[:16]


def about_file(world: World, seal: str, words: str = "", name: str = "ana") -> complaints.Opened:
    with world.acting(name) as town:
        return complaints.about_file(town, seal, words)


def say(world: World, words: str = "Why?", name: str = "ana") -> complaints.Opened:
    with world.acting(name) as town:
        return complaints.in_words(town, words)


def decide(world: World, number: int, words: str = "", *, is_upheld: bool) -> complaints.Complaint:
    with world.facilitating() as town:
        return complaints.decide(town, number, is_upheld=is_upheld, words=words)


def spoil(world: World, **values: object) -> None:
    """Somebody puts the guard out of the way and changes the latest stored score by hand."""
    [row] = world.rows(select(score_rows).order_by(score_rows.c.score_id.desc()).limit(1))
    with world.engine.begin() as conn:
        on = "" if conn.dialect.name == "sqlite" else " ON scores"
        conn.execute(text(f"DROP TRIGGER IF EXISTS scores_refuse_update{on}"))
        same = score_rows.c.score_id == row.score_id
        conn.execute(update(score_rows).where(same).values(**values))
