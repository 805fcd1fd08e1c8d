"""What is refused about guesses."""

from __future__ import annotations

from services.kernel.errors import RuleError


class GuessesHidden(RuleError):
    """The law in force does not open what is guessed about people."""
