"""What a person's page asks for: one's own chats and acts, and the pictures in them. Nothing else.

Whoever serves pages to strangers serves these addresses and leaves `sandbox.control` out.
"""

from __future__ import annotations

from aiohttp import web

from sandbox.seats import acting, screens, sharing, topics

_PERSON = r"/control/people/{id:[0-9]{1,16}}"


def seat_routes() -> list[web.RouteDef]:
    """Addresses of the web chat."""
    return [
        web.get(_PERSON, screens.person),
        web.get(f"{_PERSON}/chats", screens.chats),
        web.get(f"{_PERSON}/messages", screens.messages),
        web.get(f"{_PERSON}/search", screens.search),
        web.get(f"{_PERSON}/commands", screens.commands),
        web.post(f"{_PERSON}/send", acting.send),
        web.post(f"{_PERSON}/anonymous-send", acting.anonymous_send),
        web.post(f"{_PERSON}/forward", acting.forward),
        web.post(f"{_PERSON}/tap", acting.tap),
        web.post(f"{_PERSON}/vote", acting.vote),
        web.post(f"{_PERSON}/read", acting.mark_read),
        web.post(f"{_PERSON}/media", sharing.media),
        web.post(f"{_PERSON}/sticker", sharing.sticker),
        web.post(f"{_PERSON}/location", sharing.location),
        web.post(f"{_PERSON}/react", sharing.react),
        web.post(f"{_PERSON}/delete", sharing.delete),
        web.post(f"{_PERSON}/profile", acting.profile),
        web.put(f"{_PERSON}/draft", acting.draft),
        web.post(f"{_PERSON}/topics", topics.create),
        web.post(f"{_PERSON}/topics/{{thread:[0-9]{{1,16}}}}", topics.change),
        web.post(f"{_PERSON}/block", acting.block),
        web.post(f"{_PERSON}/unblock", acting.unblock),
        web.get("/control/stickers", screens.stickers),
        web.get("/control/files/{file_id}", screens.file),
        web.get("/control/bot", screens.bot),
        web.get("/control/events", screens.events),
    ]
