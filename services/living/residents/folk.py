"""Who of the town is a resident, scripted from the start or left behind by a person, and the habits
they live by: `seeds/residents.yaml`. Knows nothing of what is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Row, bindparam, select

from scoring.document import Id, Sentence, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.prepared import Prepared
from services.kernel.seeds import PERCENT, Natural, Percent, Span, known, load
from services.kernel.town import AccountId, Actor, ParticipantId, Randomness, Role, Town
from services.law import legitimacy
from services.living import errands, gaming, offices
from services.living.seats import PersonaSeed
from services.people.identity import PEOPLE, addresses, set_habit

Lines = Localized[Annotated[tuple[Sentence, ...], Field(min_length=1)]]


class Occasion(Strict):
    """How often somebody acts when there is occasion to, and after how many town minutes."""

    percent: Percent
    after: Span


class Payments(Occasion):
    """The same of payments: `declines` are percent of those that are not accepted at once."""

    declines: Percent


class Thousandths(Strict):
    """How much of the wallet is given at once."""

    payment: Span
    envelope: Span


class Phrases(Strict):
    """What somebody says."""

    notes: Lines
    wishes: Lines
    messages: Lines
    talks: Lines


class Habit(Strict):
    """How one kind of resident lives. `a_day` maps an act to its percent a town day."""

    a_day: dict[Id, Natural]
    thousandths: Thousandths
    opens: Occasion
    accepts: Payments
    picks_up: Occasion
    replies: Occasion
    befriends: Occasion
    honours: Percent  # of the judgments, before they are due
    keeps: Span  # town minutes for which a hired thing is out
    phrases: Phrases


class Rates(Strict):
    """How residents rate a deal: honestly by habit (`stars`, for the rest `usual`), and kindly, as
    they give the better of two that come to mind; `says` percent of them add a word.
    """

    percent: Percent
    after: Span
    says: Percent
    usual: Span
    stars: dict[Id, Span]
    good: Lines
    fair: Lines
    poor: Lines


class Trusting(Strict):
    """Below a mean of trust, in tenths from 10 to 50, each tenth takes so many percent of the
    residents' compliance.
    """

    below: Annotated[int, Field(ge=10, le=50)]
    each_tenth: Percent


class RoleSeed(PersonaSeed):
    """One of the twelve."""

    habit: Id


class Script(Strict):
    """All that is written down about a town's residents."""

    format: Literal["residents/1"]
    roles: tuple[RoleSeed, ...] = Field(alias="residents")
    habits: dict[Id, Habit]
    rates: Rates
    compliance: Trusting
    replies: Lines
    welcome: Lines
    welcome_note: Localized


def script() -> Script:
    """Who lives in every town, and how. Raises `SeedFault`."""
    return load("residents.yaml", Script, _check)


def happens(chance: Randomness, percent: int) -> bool:
    """Whether something of that likelihood happens."""
    return chance.below(PERCENT) < percent


def honours(town: Town, someone: Resident, chance: Randomness) -> bool:
    """Whether somebody means to do a duty in time: by habit, and less where trust is gone."""
    return legitimacy.complies(town, someone.habit.honours, compliance(), chance)


def compliance() -> legitimacy.Compliance:
    """How trust moves compliance."""
    kept = script().compliance
    return legitimacy.Compliance(kept.below, kept.each_tenth)


def spoken(town: Town, chance: Randomness, lines: Lines, to: str = "") -> str:
    """One of some lines, in the language of whom it is for."""
    return chance.pick(lines.in_(language_for(town, to)))


def rating_in_both(word: str) -> str | Localized:
    """A resident's word about a deal in every language; anybody else's as they wrote it."""
    return _rating_words().get(word, word)


@cache
def _rating_words() -> dict[str, Localized]:
    rates = script().rates
    pairs = (
        Localized(en=en, zh=zh)
        for lines in (rates.good, rates.fair, rates.poor)
        for en, zh in zip(lines.en, lines.zh, strict=False)
    )
    return {text: pair for pair in pairs for text in (pair.en, pair.zh)}


def language_for(town: Town, who: str) -> str:
    """What somebody reads: a person their own language, residents and all together the town's."""
    found = addresses(town, [ParticipantId(who)]) if who else {}
    return next((one.language for one in found.values()), "") or town.workshop.language


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody scripted."""

    participant_id: ParticipantId
    name: str
    wallet: AccountId
    habit: Habit
    stars: Span  # that come to mind after a deal
    habit_name: str
    plays_for_points: bool

    @property
    def actor(self) -> Actor:
        """The resident as an actor."""
        return Actor(Role.RESIDENT, self.name, self.participant_id, wallet=self.wallet)


def residents(town: Town) -> list[Resident]:
    """All residents of the town, by name."""
    rows = town.conn.execute(_SCRIPTED.order_by(PEOPLE.c.name_key), {"b_town": town.workshop_id})
    return [_resident(row) for row in rows]


def resident(town: Town, participant_id: str) -> Resident | None:
    """One resident; None for a person or somebody of another town."""
    row = _ONE.one_or_none(town.conn, {"b_town": town.workshop_id, "b_who": participant_id})
    return None if row is None else _resident(row)


def take_on_habit(town: Town, participant_id: ParticipantId, name: str) -> None:
    """Give a persona that a person left behind a habit to live on by."""
    chance = Randomness(town.workshop.secret, f"habit|{name}")
    set_habit(town, participant_id, chance.pick(sorted(script().habits)))


def lot(town: Town, name: str, occasion: str) -> Randomness:
    """A resident's chance on one occasion: the town's secret, their name, what, and when.

    No row numbers go into it, so the same seed tells the same story in every database.
    """
    return Randomness(town.workshop.secret, f"resident|{name}|{occasion}|{town.now}")


_SCRIPTED = select(PEOPLE).where(
    PEOPLE.c.workshop_id == bindparam("b_town"),
    PEOPLE.c.person_id.is_(None),
    PEOPLE.c.habit != "",
)
_ONE = Prepared(_SCRIPTED.where(PEOPLE.c.participant_id == bindparam("b_who")))


def _resident(row: Row[*tuple[Any, ...]]) -> Resident:
    plays = row.habit in gaming.catalogue().habits
    rates = script().rates
    return Resident(
        participant_id=row.participant_id,
        name=row.name,
        wallet=row.wallet,
        habit=script().habits[row.habit],
        stars=rates.stars.get(row.habit) or rates.usual,
        habit_name=row.habit,
        plays_for_points=plays,
    )


def _check(file: Script) -> Iterator[Complaint]:
    for index, role in enumerate(file.roles):
        yield from known(("residents", index, "habit"), role.habit, file.habits)
    for name in file.rates.stars:
        yield from known(("rates", "stars", name), name, file.habits)
    used = {f"services/{one.service_id}": one.used for one in errands.services().values()}
    told = {f"offices: {o.office_id}": r for o in offices.catalogue().values() for r in o.reports}
    for where, rates in (used | told).items():
        for name in sorted(rates.by_habit.keys() - file.habits.keys()):
            wanted = f"one of {', '.join(sorted(file.habits))}"
            yield Complaint(("habits",), f"{where} knows a habit {name}, which nobody has", wanted)
