"""Installation-wide roles, given to numeric ids."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select

from services.kernel.schema import AnyRow, insert_new
from services.kernel.town import Role, Visitor
from services.kernel.towns import TOWNS
from services.people.identity.outsiders import is_account
from services.people.identity.tables import grants, persons


def grant_role(conn: Connection, bot_id: int, tg_user_id: int, role: Role, *, wall_ms: int) -> bool:
    """Give a role to a numeric id. False when it was given before."""
    return insert_new(
        conn, grants, bot_id=bot_id, tg_user_id=tg_user_id, role=role.value, granted_ms=wall_ms
    )


def revoke_role(conn: Connection, bot_id: int, tg_user_id: int, role: Role) -> bool:
    """Take a role from a numeric id. False when it had none."""
    done = conn.execute(
        delete(grants).where(
            grants.c.bot_id == bot_id,
            grants.c.tg_user_id == tg_user_id,
            grants.c.role == role.value,
        )
    )
    return done.rowcount == 1


def has_role(conn: Connection, visitor: Visitor, role: Role) -> bool:
    """Whether a numeric id may act in a role. An admin may do what a facilitator may."""
    held = select(grants.c.role).where(
        grants.c.bot_id == visitor.bot_id,
        grants.c.tg_user_id == visitor.tg_user_id,
        grants.c.role.in_({role, Role.ADMIN}),
    )
    return conn.scalar(held) is not None


def runs_towns(bot_id: ColumnElement[int], tg_user_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that an account may run towns now. An admin may do what a facilitator may."""
    return exists().where(grants.c.bot_id == bot_id, grants.c.tg_user_id == tg_user_id)


def run_by(conn: Connection, account: Visitor) -> list[AnyRow]:
    """The towns, open or closed, that stand in an account's name: rows of `TOWNS`."""
    return list(
        conn.execute(
            select(TOWNS)
            .join(persons, persons.c.person_id == TOWNS.c.facilitator)
            .where(is_account(account.bot_id, account.tg_user_id))
            .order_by(TOWNS.c.workshop_id)
        )
    )


def roles_of(conn: Connection, bot_id: int, tg_user_id: int) -> list[Role]:
    """What an account was granted at a bot."""
    return [role for number, role in roles_at(conn, bot_id) if number == tg_user_id]


def roles_at(conn: Connection, bot_id: int) -> list[tuple[int, Role]]:
    """Every role granted at one bot: numeric id and role, in one fixed order."""
    rows = conn.execute(
        select(grants.c.tg_user_id, grants.c.role)
        .where(grants.c.bot_id == bot_id)
        .order_by(grants.c.tg_user_id, grants.c.role)
    )
    return [(row.tg_user_id, Role(row.role)) for row in rows]


def locked_holders(conn: Connection, role: Role) -> list[tuple[int, int]]:
    """Who holds a role, as (bot id, numeric id), locked in one order until this work ends."""
    rows = conn.execute(
        select(grants.c.bot_id, grants.c.tg_user_id)
        .where(grants.c.role == role.value)
        .order_by(grants.c.bot_id, grants.c.tg_user_id)
        .with_for_update()
    )
    return [(row.bot_id, row.tg_user_id) for row in rows]


def role_counts(conn: Connection) -> dict[str, int]:
    """How many hold each role."""
    rows = conn.execute(select(grants.c.role, func.count()).group_by(grants.c.role))
    return {str(role): int(count) for role, count in rows}
