"""Consent withdrawn: by when what rested on it is gone, as a ledger; done by itself, in time.

From then on companies tell the bureau nothing of the person. What it made of what they had told
before is computed anew the coming night. No law has a term of its own for that: the clock is that
of whatever somebody asks for (`seeds/clocks.yaml`), and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.time import HOUR_S, TownTime, next_time_of_day
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, ParticipantId, Town
from services.law import clocks
from services.standing import agencies, scores
from services.standing.agencies import ConsentChanged
from services.standing.scores import SCORES

CONSENT_NIGHT = "consent_night"  # the timer's kind
NIGHT_AT_S = 2 * HOUR_S
CLOCK, STAGE = "gdpr", "withdrawal"
SHOWN = 3


@dataclass(frozen=True, slots=True)
class WithdrawalDone(Event):
    """What rested on somebody's consent is gone; both None where the bureau had no score."""

    who: ParticipantId
    before: int | None
    after: int | None


def follow_consent(town: Town, event: Event) -> None:
    """A reaction: a withdrawal starts the clock; whoever agrees again needs none."""
    if not isinstance(event, ConsentChanged):
        return
    if event.agrees:
        clear_timer(town, CONSENT_NIGHT, event.who)
        clocks.decide(town, _subject(event.who))
    elif event.was and event.counts:
        clocks.start(town, _subject(event.who), CLOCK, STAGE)
        due = next_time_of_day(town.now, NIGHT_AT_S)
        set_timer(town, CONSENT_NIGHT, event.who, due=TownTime(due))


def consent_night(town: Town, subject: str) -> None:
    """A timer: the bureau computes anew without what nobody consents to any more."""
    who, at = ParticipantId(subject), SCORES.c
    bureau = agencies.ownership().bureau
    given = select(at.score).where(at.participant_id == who, at.agency == bureau)
    before = town.conn.scalar(given.order_by(at.score_id.desc()).limit(1))
    after = None
    if before is not None:
        after = scores.evaluate_and_store(town, who, bureau).score
    clocks.decide(town, _subject(who))
    town.emit(WithdrawalDone(who, before, after))


def my_withdrawals(town: Town) -> tuple[clocks.Reading, ...]:
    """The ledger of one's own withdrawals, the newest last."""
    subject = _subject(town.actor.pid)
    return clocks.stages(town, (subject,)).get(subject, ())[-SHOWN:]


def _subject(who: str) -> str:
    return f"consent:{who}"
