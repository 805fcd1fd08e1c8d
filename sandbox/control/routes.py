"""Control: who and what there is, and the switches of a test. No class on a network gets these."""

from __future__ import annotations

from aiohttp import web

from sandbox.control import groups, running
from sandbox.seats import acting, screens

_GROUP = r"/control/groups/{id:-?[0-9]{1,16}}"


def control_routes() -> list[web.RouteDef]:
    """Addresses for whoever runs the sandbox."""
    return [
        web.get("/control/people", screens.people),
        web.post("/control/people", acting.create),
        web.get("/control/groups", screens.groups),
        web.post("/control/groups", groups.create),
        web.put(_GROUP, groups.change),
        web.post(f"{_GROUP}/members", groups.members),
        web.post(f"{_GROUP}/migrate", groups.to_supergroup),
        web.put("/control/bot", groups.change_bot),
        web.get("/control/state", running.state),
        web.get("/control/faults", running.get_faults),
        web.put("/control/faults", running.put_faults),
        web.put("/control/limits", running.put_limits),
        web.get("/control/log", running.log),
        web.delete("/control/log", running.clear_log),
    ]
