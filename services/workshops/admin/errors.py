"""What the administration refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class NotANumber(RuleError):
    """Rights go by account number; names and usernames change hands. Field: `typed`."""

    code = "not_a_number"


class NoSuchRole(RuleError):
    """Only facilitator and admin can be granted. Field: `typed`."""

    code = "no_such_role"


class NotGranted(RuleError):
    """There is nothing to revoke. Fields: `number`, `role`."""

    code = "not_granted"


class LastAdmin(RuleError):
    """An installation without an admin could not be kept by anybody."""

    code = "last_admin"
