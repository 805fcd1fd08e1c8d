"""What the administration refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NotANumber(RuleError):
    """Rights go by account number; names and usernames change hands. Field: `typed`."""


class NoSuchRole(RuleError):
    """Only facilitator and admin can be granted. Field: `typed`."""


class NotGranted(RuleError):
    """There is nothing to revoke. Fields: `number`, `role`."""


class NoSuchJob(RuleError):
    """This program runs no job of that name. Field: `name`."""


class NotParked(RuleError):
    """The timer is not there any more, or is tried by itself."""


class LastAdmin(RuleError):
    """An installation without an admin could not be kept by anybody."""
