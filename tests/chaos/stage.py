"""A sandbox with a town in it, before the bot wakes: people, a group, money, twelve residents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from bot.runtime.clock import SystemClock
from migrations import migrate
from sandbox import Sandbox, SandboxSettings
from sandbox.botapi.faults import Plan, UpdateTrouble
from sandbox.messenger.membership import make_group
from sandbox.messenger.people import Person
from services.kernel.engine import write_engine
from services.kernel.town import Role, UnitOfWork, Visitor, derived_secret, office
from services.living import residents, seats
from services.people.identity import grant_role, office_town
from services.people.identity.tables import participants, persons
from services.standing import lists
from services.workshops.sessions import opening
from tests.chaos.witness import DriverLog, watch

TOKEN = "1000000001:SANDBOX-CHAOS"
BOT_ID = 1000000001
FACILITATOR = 7_000_001
SECRET = derived_secret("seed", 1)
COPIES, WINDOW = 3, 20  # each update is delivered one to three times, shuffled within twenty
# The town forgets the words of a call that has ended. The witness keeps them, in the transaction
# that wrote them: what stands here is what was committed, no more and no less.
KEEPSAKES = {
    "sqlite": (
        "CREATE TABLE keepsakes (key TEXT NOT NULL, params TEXT NOT NULL)",
        """CREATE TRIGGER keep_letter AFTER INSERT ON outbox
           BEGIN INSERT INTO keepsakes VALUES (new.key, new.params); END""",
    ),
    "postgresql": (
        "CREATE TABLE keepsakes (key TEXT NOT NULL, params TEXT NOT NULL)",
        """CREATE FUNCTION keep_letter() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN INSERT INTO keepsakes VALUES (NEW.key, NEW.params); RETURN NEW; END $$""",
        """CREATE TRIGGER keep_letter AFTER INSERT ON outbox
           FOR EACH ROW EXECUTE FUNCTION keep_letter()""",
    ),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """What a run plays on."""

    url: str
    folder: Path
    sandbox: Sandbox
    log: DriverLog
    people: tuple[int, ...]
    names: dict[int, str]  # the town name of each person
    group: int


@asynccontextmanager
async def stage(url: str, folder: Path, *, people: int, seed: int) -> AsyncIterator[Stage]:
    """Set everything up in an empty database; the sandbox serves as long as the block lasts."""
    settings = SandboxSettings(port=0, token=TOKEN, seed=seed, limits=False)
    sandbox = Sandbox(settings)
    log = watch(sandbox, folder)
    sandbox.gateway.faults.set(Plan(seed=seed, updates=UpdateTrouble(copies=COPIES, window=WINDOW)))
    crowd = tuple(range(FACILITATOR + 1, FACILITATOR + 1 + people))
    group = _invite(sandbox, crowd)
    migrate(url)
    engine = write_engine(url)
    with engine.begin() as conn:
        names = settle(conn, crowd)
        for statement in KEEPSAKES[conn.dialect.name]:
            conn.exec_driver_sql(statement)
    engine.dispose()
    await sandbox.start()
    try:
        yield Stage(url, folder, sandbox, log, crowd, names, group)
    finally:
        await sandbox.stop()


def settle(conn: Connection, people: tuple[int, ...]) -> dict[int, str]:
    """A workshop with everybody in it, by the town's own verbs; everybody's town name."""
    now_ms = SystemClock().now_ms()
    grant_role(conn, BOT_ID, FACILITATOR, Role.FACILITATOR, wall_ms=now_ms)
    opened = opening.open_new(_desk(conn, FACILITATOR, now_ms))
    town = office_town(_desk(conn, FACILITATOR, now_ms), opened.workshop_id, office())
    residents.move_in(town)
    lists.start_evenings(town)
    for person in people:
        seats.join(_desk(conn, person, now_ms), opened.code)
    seated = select(persons.c.tg_user_id, participants.c.name).join(
        participants, participants.c.person_id == persons.c.person_id
    )
    return {row.tg_user_id: row.name for row in conn.execute(seated)}


def _desk(conn: Connection, person: int, now_ms: int) -> UnitOfWork:
    visitor = Visitor(
        bot_id=BOT_ID, tg_user_id=person, first_name=f"P{person}", username=None, language="en"
    )
    return UnitOfWork(conn, now_ms, f"seed:{person}", SECRET, visitor)


def _invite(sandbox: Sandbox, people: tuple[int, ...]) -> int:
    """Accounts for all, and the town's group; the bot hears that the facilitator brought it in."""
    world = sandbox.world
    bots = [world.bot(None)]
    for number in (FACILITATOR, *people):
        world.people[number] = Person(number, f"P{number}", None, None, "en")
        world.private(bots[0], world.people[number]).started = True
    return make_group(
        world, title="Square", members=list(people), bots=bots, kind="group", added_by=FACILITATOR
    ).id
