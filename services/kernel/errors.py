"""The three kinds of error (house rule): the town says no, try again, or a bug.

Only codes and data live here; words live in `bot/locales`, one text per code and language.
"""

from __future__ import annotations


class RuleError(Exception):
    """The town says no. Effects are rolled back; the person is told what, why, what to do.

    Subclasses set `code` and pass typed fields by keyword; the fields fill the text's
    placeholders.
    """

    code = "rule"

    def __init__(self, **fields: object) -> None:
        super().__init__(self.code)
        self.fields = fields


class Retryable(Exception):
    """Nothing was wrong with the request; trying again later may work."""


class Outdated(RuleError):
    """A button of an older card, or one that was never shown to this person."""

    code = "outdated"


class NotAllowed(RuleError):
    """The actor's role does not cover this act."""

    code = "not_allowed"


class NotInTown(RuleError):
    """The person has no seat in any open workshop."""

    code = "not_in_town"


class NoWorkshop(RuleError):
    """The facilitator has no open workshop to act on."""

    code = "no_workshop"


class TownPaused(RuleError):
    """The facilitator has paused the town; acts of participants wait."""

    code = "town_paused"


class Usage(RuleError):
    """The words after a command could not be read. `command` names the command."""

    code = "usage"


class AmountUnreadable(RuleError):
    """Not an amount such as 8 or 8.88."""

    code = "amount_unreadable"


class AmountOutOfRange(RuleError):
    """An amount below `low` or above `high` (fen)."""

    code = "amount_out_of_range"
