"""What calls refuse."""

from __future__ import annotations

from services.kernel.errors import RuleError


class CallToSelf(RuleError):
    """One's own line is always busy."""

    code = "call_to_self"


class LineBusy(RuleError):
    """The other one is in a call. Field: `name`."""

    code = "line_busy"


class AlreadyInCall(RuleError):
    """The caller's own line is in use."""

    code = "already_in_call"


class NotInCall(RuleError):
    """There is no call to hang up."""

    code = "not_in_call"


class NobodyListens(RuleError):
    """Plain words while no call is connected."""

    code = "nobody_listens"


class CallOver(RuleError):
    """The call had ended before it could be taken."""

    code = "call_over"


class SpeechTooLong(RuleError):
    """More characters at once than `limit`; `typed` says how many."""

    code = "speech_too_long"
