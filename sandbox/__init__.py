"""A local Bot API server and the seats around it; it stands where Telegram stands."""

from __future__ import annotations

from sandbox.messenger.errors import StartError
from sandbox.server import Sandbox
from sandbox.settings import SandboxSettings
