"""What the measure of playing refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NothingPlayedYet(RuleError):
    """No period of the law has lasted a town day yet, so there is nothing to compare."""
