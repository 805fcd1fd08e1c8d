"""What the town refuses about complaints."""

from __future__ import annotations

from services.kernel.errors import RuleError


class FileNotGivenHere(RuleError):
    """The town never gave the asker a file with this seal. Field: `seal`, as it was typed."""

    code = "file_not_given_here"


class ComplaintTooLong(RuleError):
    """The words of a complaint or a decision are longer than `limit` characters; `typed` were."""

    code = "complaint_too_long"


class TooManyOpen(RuleError):
    """The asker has `limit` complaints open already."""

    code = "too_many_complaints"


class NoSuchComplaint(RuleError):
    """This town has no complaint of that `number`."""

    code = "no_such_complaint"


class OwnComplaint(RuleError):
    """Whoever decides is the one who complained. Field: `number`."""

    code = "own_complaint"


class ComplaintDecided(RuleError):
    """The complaint was decided before, and a decision stands. Field: `number`."""

    code = "complaint_decided"
