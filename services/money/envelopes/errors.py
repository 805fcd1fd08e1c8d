"""Why the town refuses an envelope, or a share of one."""

from services.kernel.errors import RuleError


class SharesOutOfRange(RuleError):
    """A number of shares outside `low`..`high`."""


class ShareTooThin(RuleError):
    """Less than one fen a share. Fields: `amount` (Money), `shares`."""


class ShareTooThick(RuleError):
    """More than the cap a share. Fields: `cap`, `most` (Money, for that many shares), `shares`."""


class EnvelopeWordsTooLong(RuleError):
    """The words on an envelope are longer than `limit` characters."""


class EnvelopeToSelf(RuleError):
    """A personal envelope to oneself."""


class EnvelopeNotForYou(RuleError):
    """Somebody else's personal envelope. Field: `name`, whom it is for."""


class EnvelopeAllTaken(RuleError):
    """Every share had been opened."""


class EnvelopeExpired(RuleError):
    """A day has gone; what nobody opened went back."""


class EnvelopeStillOpen(RuleError):
    """A draw can be checked only after the end: its seed would tell the shares to come."""


class EnvelopeWordsGone(RuleError):
    """The draw was made of words as well, and they went with whoever had given them."""


class GalaRunning(RuleError):
    """One gala at a time."""
