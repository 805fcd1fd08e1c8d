"""Polls: their questions, their votes and how Telegram writes them down."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.messenger.shapes import Json, compact


@dataclass(slots=True)
class Poll:
    """One poll, wherever its message was forwarded to."""

    id: str
    bot_id: int
    question: str
    options: list[str]
    is_anonymous: bool = True
    type: str = "regular"
    allows_multiple_answers: bool = False
    correct_option_ids: list[int] | None = None
    explanation: str | None = None
    closes_at: float | None = None
    is_closed: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)
    shown_in: list[tuple[int, int, int]] = field(default_factory=list)
    """Every message that shows it: bot, chat, message."""

    def counts(self) -> list[int]:
        """Votes per option."""
        totals = [0] * len(self.options)
        for chosen in self.votes.values():
            for option in chosen:
                totals[option] += 1
        return totals

    def as_json(self) -> Json:
        """Telegram's `Poll`."""
        options = [
            {"persistent_id": str(number), "text": text, "voter_count": count}
            for number, (text, count) in enumerate(zip(self.options, self.counts(), strict=True))
        ]
        right = self.correct_option_ids
        return compact(
            id=self.id,
            question=self.question,
            options=options,
            total_voter_count=len(self.votes),
            is_closed=self.is_closed,
            is_anonymous=self.is_anonymous,
            type=self.type,
            allows_multiple_answers=self.allows_multiple_answers,
            allows_revoting=self.type == "regular",
            members_only=False,
            correct_option_id=right[0] if right else None,
            correct_option_ids=right,
            explanation=self.explanation,
        )
