"""What a call refuses."""

from __future__ import annotations

from services.kernel.errors import RuleError, Unheard


class CallToSelf(RuleError):
    """One's own line is always busy."""


class AlreadyInCall(RuleError):
    """The caller's own line is in use."""


class NotInCall(RuleError):
    """There is no call to hang up."""


class NobodyListens(Unheard):
    """Plain words while no call is connected."""


class NotYetHeard(NobodyListens):
    """Words on a line on which nobody else is yet."""


class BeingRung(NotYetHeard):
    """Words while somebody rings and nobody has answered yet. Field: `name`."""


class StillRinging(NotYetHeard):
    """Words while one rings somebody who has not answered yet. Field: `name`."""


class NobodyJoined(NotYetHeard):
    """Words in a group's call while one is alone in it."""


class CallOver(RuleError):
    """The call had ended before it could be taken."""


class SpeechTooLong(RuleError):
    """More characters at once than `limit`; `typed` says how many."""
