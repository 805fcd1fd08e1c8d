"""What the law refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class UnknownSwitch(RuleError):
    """The law has no such switch. Fields: `typed`, `known` (the switches, in one line)."""


class UnknownValue(RuleError):
    """The switch cannot be set to that. Fields: `switch`, `typed`, `allowed` (in one line)."""


class DelayOutOfRange(RuleError):
    """A law comes into force at once or within `high` days."""
