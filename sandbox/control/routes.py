"""Every control address in one place."""

from __future__ import annotations

from aiohttp import web

from sandbox.control import groups, people, running, screens

_PERSON = r"/control/people/{id:[0-9]{1,16}}"
_GROUP = r"/control/groups/{id:-?[0-9]{1,16}}"


def control_routes() -> list[web.RouteDef]:
    """The control API."""
    return [
        web.get("/control/people", screens.people),
        web.post("/control/people", people.create),
        web.get(f"{_PERSON}/chats", screens.chats),
        web.get(f"{_PERSON}/messages", screens.messages),
        web.get(f"{_PERSON}/commands", screens.commands),
        web.post(f"{_PERSON}/send", people.send),
        web.post(f"{_PERSON}/anonymous-send", people.anonymous_send),
        web.post(f"{_PERSON}/forward", people.forward),
        web.post(f"{_PERSON}/tap", people.tap),
        web.post(f"{_PERSON}/vote", people.vote),
        web.post(f"{_PERSON}/read", people.mark_read),
        web.post(f"{_PERSON}/block", people.block),
        web.post(f"{_PERSON}/unblock", people.unblock),
        web.get("/control/groups", screens.groups),
        web.post("/control/groups", groups.create),
        web.post(f"{_GROUP}/members", groups.members),
        web.post(f"{_GROUP}/migrate", groups.to_supergroup),
        web.get("/control/files/{file_id}", screens.file),
        web.get("/control/bot", screens.bot),
        web.get("/control/state", running.state),
        web.get("/control/faults", running.get_faults),
        web.put("/control/faults", running.put_faults),
        web.put("/control/limits", running.put_limits),
        web.get("/control/log", running.log),
        web.delete("/control/log", running.clear_log),
        web.get("/control/events", running.events),
    ]
