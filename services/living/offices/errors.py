"""What is refused about offices."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NoSuchOffice(RuleError):
    """None of the offices is called that. Field: `typed`."""
