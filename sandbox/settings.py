"""What can be chosen about a sandbox, and which tokens it accepts.

A token that a real bot could have is refused everywhere: the sandbox is no place for secrets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_TOKEN = "1000000001:SANDBOX-TOKEN"  # noqa: S105 - opens nothing but the sandbox
_MARKER = ":SANDBOX"
_REAL = re.compile(r"[0-9]{8,10}:[A-Za-z0-9_-]{35}")
_SHAPE = re.compile(r"([0-9]{1,15}):[A-Za-z0-9_-]{1,64}")


def looks_real(token: str) -> bool:
    """Could this token open a bot on the real Telegram?"""
    return bool(_REAL.fullmatch(token)) and _MARKER not in token


def is_sandbox_token(token: str) -> bool:
    """A token that is plainly the sandbox's own: `<bot id>:SANDBOX…`."""
    return _MARKER in token and bool(_SHAPE.fullmatch(token))


def bot_id_of(token: str) -> int | None:
    """The number in front of a token; None if it is no token at all."""
    match = _SHAPE.fullmatch(token)
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """Choices of one sandbox; `port=0` takes a free port."""

    port: int = 8081
    token: str = DEFAULT_TOKEN
    bot_name: str = "Sandbox Bot"
    bot_username: str = "sandbox_bot"
    seed: int = 0
    state: Path | None = None
    limits: bool = True
    privacy_mode: bool = True
    strict: bool = False

    def __post_init__(self) -> None:
        if looks_real(self.token):
            raise ValueError("token: looks like a real bot's; the sandbox takes no real secrets")
        if not _SHAPE.fullmatch(self.token):
            raise ValueError("token: must be <bot id>:<letters, digits, _ or ->")
        if not 0 <= self.port <= 65535:  # noqa: PLR2004 - the highest port there is
            raise ValueError("port: must be between 0 and 65535")
