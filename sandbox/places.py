"""Where an HTTP handler finds the world it answers for, and how it answers with a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.messenger.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

WORLD: web.AppKey[World] = web.AppKey("world")


def file_response(
    contents: Path | bytes, content_type: str, headers: Mapping[str, str] | None = None
) -> web.StreamResponse:
    """A sent file, read from the disk as it goes out; 404 if it is not there any more."""
    headers = {**(headers or {}), "Content-Type": content_type}
    if isinstance(contents, bytes):
        return web.Response(body=contents, headers=headers)
    return web.FileResponse(contents, headers=headers)
