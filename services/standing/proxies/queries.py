"""Who may see which guesses, and how often the machine is wrong.

Whether a guess about oneself is true is told to nobody: people know that themselves. What is told
is how often the machine was wrong about the whole town.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.errors import RuleError
from services.kernel.seeds import PER_MILLE
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, Town, require
from services.law import switchboard
from services.standing.proxies.catalogue import Proxy, catalogue
from services.standing.proxies.tables import guesses


class GuessesHidden(RuleError):
    """The law in force does not open what is guessed about people."""

    opened_by = "explanation receipt"


@dataclass(frozen=True, slots=True)
class Tally:
    """How one proxy has done so far: guesses made, and how many of them were wrong."""

    proxy: Proxy
    made: int
    wrong: int

    @property
    def wrong_per_mille(self) -> int:
        """Wrong guesses in 1000, rounded down; 0 where none was made."""
        return PER_MILLE * self.wrong // self.made if self.made else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One guess about the asker that stands."""

    proxy: Proxy
    since: Moment
    evidence: int
    measured: int
    confidence: int
    town_tally: Tally


@dataclass(frozen=True, slots=True)
class Audit:
    """The machine held against the truth, proxy by proxy."""

    tallies: tuple[Tally, ...]

    @property
    def made(self) -> int:
        """All guesses."""
        return sum(tally.made for tally in self.tallies)

    @property
    def wrong(self) -> int:
        """All wrong guesses."""
        return sum(tally.wrong for tally in self.tallies)


def my_guesses(town: Town) -> tuple[Guess, ...]:
    """What is guessed about the asker now. Raises `GuessesHidden` unless the law opens it all."""
    if switchboard.value(town, switchboard.Switch.EXPLANATION) != "receipt":
        raise GuessesHidden
    if not switchboard.is_on(town, switchboard.Switch.PROXIES):
        return ()  # what still stands in the book is dropped tonight
    tallies = {tally.proxy.id: tally for tally in _tallies(town)}
    rows = town.conn.execute(
        select(guesses)
        .where(guesses.c.participant_id == town.actor.pid, guesses.c.dropped_town_s.is_(None))
        .order_by(guesses.c.guess_id)
    )
    return tuple(
        Guess(
            proxy=tallies[row.proxy].proxy,
            since=Moment(row.made_town_s),
            evidence=row.evidence,
            measured=row.measured,
            confidence=row.confidence,
            town_tally=tallies[row.proxy],
        )
        for row in rows
        if row.proxy in tallies
    )


def audit(town: Town) -> Audit:
    """How often the machine was wrong so far. Raises `NotAllowed` for participants."""
    require(town, *STEWARDS)
    return Audit(_tallies(town))


def _tallies(town: Town) -> tuple[Tally, ...]:
    rows = town.conn.execute(
        select(guesses.c.proxy, guesses.c.is_true, func.count())
        .where(guesses.c.workshop_id == town.workshop_id)
        .group_by(guesses.c.proxy, guesses.c.is_true)
    )
    counts = {(proxy, bool(is_true)): int(count) for proxy, is_true, count in rows}
    return tuple(
        Tally(
            proxy,
            counts.get((proxy.id, True), 0) + counts.get((proxy.id, False), 0),
            counts.get((proxy.id, False), 0),
        )
        for proxy in catalogue().proxies
    )
