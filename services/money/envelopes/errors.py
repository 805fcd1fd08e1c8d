"""Why the town refuses an envelope, or a share of one."""

from __future__ import annotations

from services.kernel.errors import RuleError


class SharesOutOfRange(RuleError):
    """A number of shares outside `low`..`high`."""

    code = "shares_out_of_range"


class ShareTooThin(RuleError):
    """Less than one fen a share. Fields: `amount` (Money), `shares`."""

    code = "share_too_thin"


class ShareTooThick(RuleError):
    """More than the cap a share. Fields: `cap`, `most` (Money, for that many shares), `shares`."""

    code = "share_too_thick"


class WordsTooLong(RuleError):
    """The words on an envelope are longer than `limit` characters."""

    code = "envelope_words_too_long"


class EnvelopeToSelf(RuleError):
    """A personal envelope to oneself."""

    code = "envelope_to_self"


class NotForYou(RuleError):
    """Somebody else's personal envelope. Field: `name`, whom it is for."""

    code = "envelope_not_for_you"


class AllTaken(RuleError):
    """Every share had been opened."""

    code = "envelope_all_taken"


class EnvelopeExpired(RuleError):
    """A day has gone; what nobody opened went back."""

    code = "envelope_expired"


class StillOpen(RuleError):
    """A draw can be checked only after the end: its seed would tell the shares to come."""

    code = "envelope_still_open"


class GalaRunning(RuleError):
    """One gala at a time."""

    code = "gala_running"
