"""What the town refuses about complaints."""

from __future__ import annotations

from services.kernel.errors import RuleError


class FileNotGivenHere(RuleError):
    """The town never gave the asker a file with this seal. Field: `seal`, as it was typed."""


class ComplaintTooLong(RuleError):
    """The words of a complaint or a decision are longer than `limit` characters; `typed` were."""


class TooManyComplaints(RuleError):
    """The asker has `limit` complaints open already."""


class NoSuchComplaint(RuleError):
    """This town has no complaint of that `number`."""


class OwnComplaint(RuleError):
    """Whoever decides is the one who complained. Field: `number`."""


class ComplaintDecided(RuleError):
    """The complaint was decided before, and a decision stands. Field: `number`."""
