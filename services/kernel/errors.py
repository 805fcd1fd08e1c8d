"""The three kinds of error (house rule): the town says no, try again, or a bug.

Only codes and data live here; words live in `bot/locales`, one text per code and language.
"""

from __future__ import annotations

import re

from typing_extensions import override

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class RuleError(Exception):
    """The town says no. Effects are rolled back; the person is told what, why, what to do.

    The code is the class's name in small letters (`AmountOutOfRange`: amount_out_of_range). Typed
    fields are passed by keyword and fill the text's placeholders.
    """

    code = "rule"
    opened_by = ""  # the law that would lift it, with the fields filled in: `explanation {opens}`

    @override
    def __init_subclass__(cls) -> None:
        cls.code = _WORDS.sub("_", cls.__name__).lower()

    def __init__(self, **fields: object) -> None:
        super().__init__(self.code)
        self.fields = fields


class Retryable(Exception):
    """Nothing was wrong with the request; trying again later may work."""


class Unheard(RuleError):
    """Plain words that reached nobody: they may have been meant for the town."""


class Outdated(RuleError):
    """A button of an older card, or one that was never shown to this person."""


class NotAllowed(RuleError):
    """The actor's role does not cover this act. Field, where a role was asked for: `act`."""


class NotInTown(RuleError):
    """The person has no seat in any open workshop."""


class TownClosed(NotInTown):
    """The person's town is closed: it can be left, and opened again. Field: `title`."""


class NoWorkshop(RuleError):
    """The facilitator has no open workshop to act on."""


class OwnTownClosed(NoWorkshop):
    """What they run is closed: it is read, and opened again. Fields: `title`, `code`."""


class ForThoseWhoLiveThere(NotInTown):
    """Whoever runs a town, and lives in none, asks for what is its people's. As above."""


class TownPaused(RuleError):
    """The facilitator has paused the town; acts of participants wait."""


class TownBlank(RuleError):
    """Whoever runs the town has blanked it: nothing is shown or done but leaving."""


class OwnTownBlank(TownBlank):
    """The same, to whoever runs it: they can show it again."""


class Usage(RuleError):
    """The words after a command could not be read. `command` names the command."""


class AmountUnreadable(RuleError):
    """Not an amount such as 8 or 8.88. Field: `typed`."""


class AmountUnclear(RuleError):
    """What can be read in several ways. Fields: `typed`, `readings` (words), `instead`."""


class AmountRough(RuleError):
    """About how much, which pays nothing. Field: `typed`."""


class AmountOutOfRange(RuleError):
    """An amount below `low` or above `high` (fen)."""
