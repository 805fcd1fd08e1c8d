"""What calls refuse."""

from __future__ import annotations

from services.kernel.errors import RuleError


class CallToSelf(RuleError):
    """One's own line is always busy."""


class LineBusy(RuleError):
    """The other one is in a call. Field: `name`."""


class AlreadyInCall(RuleError):
    """The caller's own line is in use."""


class NotInCall(RuleError):
    """There is no call to hang up."""


class NobodyListens(RuleError):
    """Plain words while no call is connected."""


class CallOver(RuleError):
    """The call had ended before it could be taken."""


class SpeechTooLong(RuleError):
    """More characters at once than `limit`; `typed` says how many."""
