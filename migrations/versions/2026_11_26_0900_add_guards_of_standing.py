"""Scores and complaints stay as they were written; orders keep what they were made with.

A score is append-only, as facts are. A complaint's number, score, opener, time and finding never
change, its words may only be erased; once decided it stays decided, about the thing it was about.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.kernel.schema import Int64, Words

revision = "standing"
down_revision = "chosen_languages"
branch_labels = None
depends_on = None

_ABOUT = "about IN ('arithmetic', 'fact', 'guess', 'listing')"
_WAS_GUARDED = """OLD.state <> 'open'
  AND (NEW.state <> OLD.state OR NEW.decided_town_s <> OLD.decided_town_s)"""
_KEPT = ("complaint_id", "workshop_id", "number", "score_id", "opener", "opened_town_s", "finding")
_DECIDED = ("state", "decided_town_s", "about", "subject", "score_after")


def _differs(columns: tuple[str, ...], unequal: str) -> str:
    return " OR ".join(f"NEW.{name} {unequal} OLD.{name}" for name in columns)


def _guarded(unequal: str) -> str:
    return f"""{_differs(_KEPT, unequal)} OR NEW.words NOT IN ('', OLD.words)
  OR (OLD.state <> 'open' AND ({_differs(_DECIDED, unequal)}
    OR NEW.decided_words NOT IN ('', OLD.decided_words)))"""


_SAME = {
    "scores": """score_id = NEW.score_id OR (participant_id = NEW.participant_id
    AND document_id = NEW.document_id AND document_version = NEW.document_version
    AND town_s = NEW.town_s AND high_water = NEW.high_water AND law = NEW.law)""",
    "complaints": """complaint_id = NEW.complaint_id
    OR (workshop_id = NEW.workshop_id AND number = NEW.number)""",
}


def upgrade() -> None:
    with op.batch_alter_table("rental_orders") as batch:
        batch.add_column(sa.Column("made_with", Words, nullable=False, server_default=""))
        batch.add_column(sa.Column("at_least", Int64))
    _drop("complaints_stay_decided", "complaints")
    with op.batch_alter_table("complaints") as batch:
        batch.add_column(sa.Column("about", Words, nullable=False, server_default="arithmetic"))
        batch.add_column(sa.Column("subject", Words, nullable=False, server_default=""))
        batch.add_column(sa.Column("score_after", Int64))
        batch.drop_constraint("uq_complaints_score_id", type_="unique")
        batch.create_check_constraint("about", _ABOUT)
        batch.create_unique_constraint("uq_complaints_thing", ["score_id", "about", "subject"])
    for table in _SAME:
        for verb in ("DELETE", "TRUNCATE", *(("UPDATE",) if table == "scores" else ())):
            _refuse(table, verb)
    _guard_decisions("complaints_keep", _guarded("IS NOT" if _is_sqlite() else "IS DISTINCT FROM"))
    if _is_sqlite():  # replacing a row would drop the old one without a word
        for table, same in _SAME.items():
            op.execute(
                f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table}"  # noqa: S608
                f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
                " BEGIN SELECT RAISE(IGNORE); END"
            )


def downgrade() -> None:
    for table in _SAME:
        for verb in ("delete", "truncate", *(("update",) if table == "scores" else ())):
            if verb != "truncate" or not _is_sqlite():
                _drop(f"{table}_refuse_{verb}", table)
        if _is_sqlite():
            _drop(f"{table}_refuse_replace", table)
    _drop("complaints_keep", "complaints")
    # Before, a score could be complained of once: the first complaint of each stays.
    op.execute(
        "DELETE FROM complaints WHERE complaint_id NOT IN"
        " (SELECT min(complaint_id) FROM complaints GROUP BY score_id)"
    )
    with op.batch_alter_table("complaints") as batch:
        batch.drop_constraint("about", type_="check")
        batch.drop_constraint("uq_complaints_thing", type_="unique")
        for column in ("score_after", "subject", "about"):
            batch.drop_column(column)
        batch.create_unique_constraint("uq_complaints_score_id", ["score_id"])
    _guard_decisions("complaints_stay_decided", _WAS_GUARDED)
    with op.batch_alter_table("rental_orders") as batch:
        batch.drop_column("at_least")
        batch.drop_column("made_with")


def _refuse(table: str, verb: str) -> None:
    name, said = f"{table}_refuse_{verb.lower()}", f"{table} stay as they were written"
    if not _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{said}')"
        )
    elif verb != "TRUNCATE":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )


def _guard_decisions(name: str, when: str) -> None:
    """The database's own hand on a change of a complaint."""
    head = f"CREATE TRIGGER {name} BEFORE UPDATE ON complaints"
    if _is_sqlite():
        op.execute(f"{head}\nWHEN {when}\nBEGIN SELECT RAISE(ABORT, 'a decision stands'); END")
    else:
        op.execute(
            f"{head} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change('a decision stands')"
        )


def _drop(trigger: str, table: str) -> None:
    op.execute(f"DROP TRIGGER {trigger}" + ("" if _is_sqlite() else f" ON {table}"))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
