"""The schema's history: named by rule, one line of descent, every step there and back again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint, inspect

from migrations import config, head, migrate
from migrations.models import metadata
from services.kernel.audit_log import Chain, verify
from services.kernel.engine import write_engine

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"\d{4}_\d{2}_\d{2}_\d{4}_(add|drop|rename|backfill|fix)_[a-z0-9_]+\.py")
SCRIPTS = ScriptDirectory.from_config(config(""))
SHAPES: dict[tuple[str, str], Any] = {}  # of SQLite's tables, by name and text
STEPS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]


@contextmanager
def connected(url):
    """A connection, and nothing left open whatever happens to it."""
    engine = write_engine(url)
    try:
        with engine.connect() as conn:
            yield conn
    finally:
        engine.dispose()


def shape(url):
    """What is in a database, in words that two databases can be compared by."""
    with connected(url) as conn:
        return shape_of(conn)


def shape_of(conn):
    """The same within a connection."""
    texts = table_texts(conn)
    seen = inspect(conn)
    new = [
        name
        for name in seen.get_table_names()
        if name != "alembic_version" and (name, texts.get(name)) not in SHAPES
    ]
    found = {at[0]: SHAPES[at] for at in texts.items() if at in SHAPES}
    found |= shapes_of(seen, new)
    SHAPES.update({(name, texts[name]): found[name] for name in new if name in texts})
    return found | {"rules": rules(conn)}


def table_texts(conn):
    """How SQLite has written down each table and its indexes: while that stays, so does a shape."""
    if conn.dialect.name != "sqlite":
        return {}
    texts: dict[str, str] = {}
    query = "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY sql"
    for name, text in conn.exec_driver_sql(query):
        texts[name] = f"{texts.get(name, '')}{text};"
    return texts


def shapes_of(seen, names):
    """The shapes of some tables."""
    if not names:
        return {}
    only = {"filter_names": names}
    columns, keys = seen.get_multi_columns(**only), seen.get_multi_pk_constraint(**only)
    uniques = seen.get_multi_unique_constraints(**only)
    checks = seen.get_multi_check_constraints(**only)
    references, indexes = seen.get_multi_foreign_keys(**only), seen.get_multi_indexes(**only)
    return {
        at[1]: {
            "columns": {
                (c["name"], str(c["type"]), c["nullable"], str(c["default"])) for c in columns[at]
            },
            "key": tuple(keys[at]["constrained_columns"]),
            "unique": {(u["name"], *u["column_names"]) for u in uniques[at]},
            "checks": {c["name"]: c["sqltext"] for c in checks[at]},
            "references": {
                (
                    *(f["name"], *f["constrained_columns"], "->", f["referred_table"]),
                    *(*f["referred_columns"], *f["options"].items()),
                )
                for f in references[at]
            },
            "indexes": {
                (i["name"], *i["column_names"], i["unique"], *partial(i))
                for i in indexes[at]
                if not i.get("duplicates_constraint")
            },
        }
        for at in columns
    }


def partial(index):
    """The conditions of an index that holds some rows only."""
    return (f"{key}: {value}" for key, value in sorted(index["dialect_options"].items()))


def rules(conn):
    """Triggers and functions: what the database does by itself."""
    if conn.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            " UNION ALL SELECT proname, prosrc FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        )
    return {tuple(row) for row in conn.exec_driver_sql(query)}


def revision_of(url):
    with connected(url) as conn:
        return MigrationContext.configure(conn).get_current_revision()


def test_files_are_named_by_when_and_what():
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name for name in names if not NAME.fullmatch(name)] == []
    assert [Path(SCRIPTS.get_revision(step).path).name for step in STEPS] == names


def test_there_is_one_line_of_descent():
    assert SCRIPTS.get_heads() == [head()] == [STEPS[-1]]
    assert SCRIPTS.get_bases() == ["towns"] == [STEPS[0]]


def test_each_step_says_why():
    for step in STEPS:
        assert len(SCRIPTS.get_revision(step).doc) > 20, step


def test_every_step_goes_down_and_up_again(empty):
    settings, seen = config(empty), []

    def watch(*, ctx, heads, **_):
        seen.append((next(iter(heads), "base"), shape_of(ctx.connection)))

    settings.attributes["watching"] = (watch,)
    command.upgrade(settings, "head")
    shapes: dict[str, Any] = {"base": {"rules": set()}} | dict(seen)
    assert list(shapes) == ["base", *STEPS]
    seen.clear()
    command.downgrade(settings, "base")
    assert [step for step, _ in seen] == ["base", *STEPS][-2::-1]
    assert [step for step, there in seen if there != shapes[step]] == []
    migrate(empty)
    assert revision_of(empty) == STEPS[-1]
    assert shape(empty) == shapes[STEPS[-1]]


def test_migrating_twice_is_migrating_once(empty):
    migrate(empty)
    there = shape(empty)
    migrate(empty)
    assert shape(empty) == there
    assert revision_of(empty) == head()


def test_the_history_ends_at_the_models(empty):
    migrate(empty)
    with connected(empty) as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_history_ends_at_the_models_in_every_name_and_check(empty, tmp_path, request):
    migrate(empty)
    if empty.startswith("sqlite"):
        fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    else:
        fresh = request.getfixturevalue("postgres").create()
        request.addfinalizer(lambda: request.getfixturevalue("postgres").drop(fresh))
    with connected(fresh) as conn, conn.begin():
        metadata.create_all(conn)
    migrated, modelled = shape(empty), shape(fresh)
    assert migrated.pop("rules")
    assert not modelled.pop("rules")  # triggers are the history's own
    assert migrated == modelled


def test_old_lines_of_the_audit_log_are_sealed(empty):
    command.upgrade(config(empty), "blank_towns")
    with connected(empty) as conn, conn.begin():
        conn.exec_driver_sql(
            "INSERT INTO audit_log (wall_ms, actor, action, detail)"
            " VALUES (7, 'facilitator 1a2b', 'pause', ''), (8, 'office', 'say', '白 5')"
        )
    migrate(empty)
    with connected(empty) as conn:
        assert verify(conn) == Chain(2, None)


@pytest.mark.parametrize("table", ["accounts", "transfers"])
def test_the_books_take_no_words_for_numbers(tmp_path, table):
    url = f"sqlite:///{tmp_path / 'town.db'}"
    migrate(url)
    with connected(url) as conn:
        (strict,) = conn.exec_driver_sql(
            f"SELECT strict FROM pragma_table_list WHERE name = '{table}'"  # noqa: S608 - constants
        ).one()
    assert strict == 1


def migrations_command(*arguments, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "migrations", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line_migrates_and_is_quiet(empty):
    done = migrations_command(empty)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert revision_of(empty) == head()


@pytest.mark.parametrize("arguments", [(), ("--help",), ("new",), ("a", "b", "c")])
def test_the_command_line_explains_itself(arguments):
    done = migrations_command(*arguments)
    assert done.returncode == 2
    assert "python -m migrations URL" in done.stderr


def test_the_command_line_starts_a_migration_by_our_rules(tmp_path):
    copy = shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    known = set((copy / "versions").glob("*.py"))
    done = migrations_command("new", "add red hats", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (made,) = set((copy / "versions").glob("*.py")) - known
    assert NAME.fullmatch(made.name)
    text = made.read_text(encoding="utf-8")
    assert f"down_revision = '{head()}'" in text
    assert "revision = 'add_red_hats'" in text
    # Nothing to add: the history already ends at the models.
    assert [line.strip() for line in text.splitlines()].count("pass") == 2


def test_what_refers_to_another_row_is_found_by_an_index():
    """Or else a tap, a leaving and a closing read the rows of every town there is."""
    unfound = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.foreign_keys and column.name not in _found_first(table)
    ]
    assert unfound == [], "give these columns index=True, and a migration"


def _found_first(table):
    """The columns that an index of all rows begins with; one of some rows finds nothing."""
    keys = [c for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint)]
    whole = [i for i in table.indexes if i.dialect_options["sqlite"]["where"] is None]
    return {next(iter(found.columns)).name for found in (*keys, *whole)}
