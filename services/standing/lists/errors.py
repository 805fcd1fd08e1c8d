"""What the lists refuse."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NoSuchList(RuleError):
    """No company of that name keeps lists. Fields: `typed`, `known` (the ids, in one line)."""
