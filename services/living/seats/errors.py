"""Why somebody cannot take a seat."""

from __future__ import annotations

from services.kernel.errors import RuleError


class CodeUnknown(RuleError):
    """No workshop has this code. Field: `code`, as typed, shortened."""


class WorkshopClosed(RuleError):
    """The workshop is closed for now. Field: `title`."""


class SeatedElsewhere(RuleError):
    """The person lives in another open town. Fields: `name` there, `title` of that workshop."""
