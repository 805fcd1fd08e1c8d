"""What a replay refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NoSuchDocument(RuleError):
    """There is no score document of that name and version. Fields: `typed`, `known`."""


class NothingToReplay(RuleError):
    """The switch decides what is told, not what is scored. Field: `switch`."""
