"""Installation-wide roles, given to numeric ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.upsert import insert_new
from services.people.tables import grants

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.kernel.town import Role


def grant_role(conn: Connection, bot_id: int, tg_user_id: int, role: Role, *, wall_ms: int) -> bool:
    """Give a role to a numeric id. False when it was given before."""
    return insert_new(
        conn, grants, bot_id=bot_id, tg_user_id=tg_user_id, role=role.value, granted_ms=wall_ms
    )
