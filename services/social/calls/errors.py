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


class BeingRung(NobodyListens):
    """Words while somebody rings and nobody has answered yet. Field: `name`."""


class StillRinging(NobodyListens):
    """Words while one rings somebody who has not answered yet. Field: `name`."""


class NobodyJoined(NobodyListens):
    """Words in a group's call while one is alone in it."""


class CallOver(RuleError):
    """The call had ended before it could be taken."""


class SpeechTooLong(RuleError):
    """More characters at once than `limit`; `typed` says how many."""
