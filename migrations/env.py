"""What Alembic runs: every migration of one call in one transaction, on either engine.

A process killed half-way leaves the database as it was. Two processes that start at once migrate
one after the other: SQLite's immediate transaction and PostgreSQL's advisory lock see to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic import context
from alembic.util import CommandError
from sqlalchemy import text

from services.kernel.engine import is_sqlite, write_engine
from services.kernel.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATION_LOCK = 7_230_115  # any number that nothing else locks


def run(url: str) -> None:
    """Run what the command asks for on one database."""
    engine = write_engine(url)
    try:
        with engine.connect() as connection:
            if is_sqlite(url):
                _let_tables_be_rebuilt(connection)
            with connection.begin():
                if not is_sqlite(url):
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                context.configure(
                    connection=connection,
                    target_metadata=metadata,
                    render_as_batch=is_sqlite(url),
                    on_version_apply=context.config.attributes.get("watching", ()),
                )
                context.run_migrations()
                if is_sqlite(url):
                    _check_references(connection)
    finally:
        engine.dispose()


def _let_tables_be_rebuilt(connection: Connection) -> None:
    # SQLite changes a table by copying it; dropping the old one must not touch rows that refer to
    # it. The pragma does nothing inside a transaction, so it goes past SQLAlchemy's own begin.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")


def _check_references(connection: Connection) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise CommandError(f"{len(broken)} rows refer to nothing: {broken[:3]}")


run(context.config.attributes["url"])
