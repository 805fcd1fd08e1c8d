"""A town full of people, made by the town's own verbs before the bot wakes."""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from migrations import migrate
from services.kernel.engine import write_engine
from services.kernel.town import Role, UnitOfWork, Visitor, derived_secret
from services.kernel.towns import workshops as workshop_table
from services.living import seats
from services.people.identity import grant_role
from services.people.identity.tables import chats, persons
from services.workshops.sessions import opening

SECRET = derived_secret("seed", 1)


def seed_town(
    url: str,
    *,
    bot_id: int,
    facilitator: int,
    people: list[int],
    group: int,
    wall_ms: int,
    reachable: bool,
) -> str:
    """A workshop with everybody in it, and its code. Unreachable people are sent nothing."""
    migrate(url)
    engine = write_engine(url)
    with engine.begin() as conn:
        grant_role(conn, bot_id, facilitator, Role.FACILITATOR, wall_ms=wall_ms)
        opened = opening.open_new(_desk(conn, bot_id, facilitator, wall_ms))
        for person in people:
            seats.join(_desk(conn, bot_id, person, wall_ms), opened.code)
        workshop_id = conn.execute(workshop_table.select()).one().workshop_id
        conn.execute(
            insert(chats),
            {"bot_id": bot_id, "chat_id": group, "title": "Square", "workshop_id": workshop_id},
        )
        if not reachable:
            conn.execute(
                update(persons).where(persons.c.tg_user_id != facilitator).values(blocked=True)
            )
    engine.dispose()
    return opened.code


def _desk(conn: Connection, bot_id: int, tg_user_id: int, wall_ms: int) -> UnitOfWork:
    visitor = Visitor(
        bot_id=bot_id,
        tg_user_id=tg_user_id,
        first_name=f"P{tg_user_id}",
        username=None,
        language="en",
    )
    return UnitOfWork(conn, wall_ms, f"seed:{tg_user_id}", SECRET, visitor)
