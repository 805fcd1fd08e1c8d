"""What the court tells: only what is served on a person. A listing is not served on anybody."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.money import Money
from services.kernel.time import Moment
from services.kernel.town import Event, ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentServed(Event):
    """A judgment was made against somebody and is served on them."""

    judgment_id: int
    case: str
    debtor: ParticipantId
    debtor_name: str
    amount: Money
    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentDefaulted(Event):
    """A judgment whose day has passed unpaid is served: its debtor does not mean to pay it."""

    judgment_id: int
    case: str
    debtor: ParticipantId
    debtor_name: str
    amount: Money
    due: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentPaid(Event):
    """A judgment was paid out of the debtor's wallet; `by_debtor`: with the debtor's own hand."""

    judgment_id: int
    case: str
    debtor: ParticipantId
    debtor_name: str
    amount: Money
    by_debtor: bool
