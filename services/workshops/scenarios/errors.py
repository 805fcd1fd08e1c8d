"""What the facilitator's panel refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NoSuchCard(RuleError):
    """No scenario card has this name. Fields: `card`, as typed; `cards`, those there are."""


class PanelMovedOn(RuleError):
    """Something was run since this panel was drawn; a second tap must not run it twice."""
