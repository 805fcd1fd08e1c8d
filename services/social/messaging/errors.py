"""What messaging refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class MessageToSelf(RuleError):
    """A message to oneself reaches nobody."""


class MessageTooLong(RuleError):
    """More characters than `limit`; `typed` says how many."""
