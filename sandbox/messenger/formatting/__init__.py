"""Text as Telegram reads it: parse modes and entities."""

from __future__ import annotations

from sandbox.messenger.formatting.prepare import Formatted, prepare
