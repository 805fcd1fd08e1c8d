"""The nightly machine: it reads habits and guesses what people are. It may well be wrong.

What people really are is drawn from the town's secret and their name: it is stored nowhere, changes
never, and no agency can read it. A guess stands from the night on which it is made to the night on
which its evidence has run out. Where the law forbids guessing, what stood is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from services.kernel.schema import insert_new
from services.kernel.seeds import PER_MILLE
from services.kernel.time import DAY_S, HOUR_S, TownTime, day_number, next_time_of_day
from services.kernel.timers import set_timer
from services.kernel.town import ParticipantId, Randomness, Town
from services.law import switchboard
from services.people.facts import FACTS, STANDING_FACTS, Fact, record
from services.people.identity import Neighbour, neighbours
from services.standing.proxies.catalogue import Habit, Proxy, catalogue
from services.standing.proxies.tables import guesses

INFER = "infer"  # the timer's kind
NIGHT_AT_S = 23 * HOUR_S
LIVED_THROUGH_S = 14 * DAY_S  # of a long leap only the last nights are lived, as residents do
GUESS_DENIED = "guess_denied"
PURPOSE = "guess_{}"
MARKET = "market"  # shops and game houses, which sell what they see to everybody who rates


def has_trait(town: Town, name: str, trait: str) -> bool:
    """The simulator's ground truth about somebody of the town."""
    chance = Randomness(town.workshop.secret, f"trait|{trait}|{name}")
    return chance.below(PER_MILLE) < catalogue().traits[trait].per_mille


def draw_traits(town: Town) -> None:
    """Let this day's habits leave their facts, of residents: participants live themselves."""
    day = day_number(town.now)
    found = [
        fact
        for someone in neighbours(town)
        if someone.is_resident
        for habit in catalogue().habits
        if (fact := _left_behind(town, someone, habit, day)) is not None
    ]
    record(town, *found)


def _left_behind(town: Town, someone: Neighbour, habit: Habit, day: int) -> Fact | None:
    chance = Randomness(town.workshop.secret, f"habit|{habit.fact}|{someone.name}|{day}")
    is_so = has_trait(town, someone.name, habit.trait)
    if chance.below(PER_MILLE) >= (habit.with_per_mille if is_so else habit.without_per_mille):
        return None
    who = someone.participant_id
    amount = chance.between(*habit.amount)
    return Fact(who, habit.fact, amount, source=MARKET, key=f"habit:{habit.fact}:{who}:{day}")


@dataclass(frozen=True, slots=True)
class Night:
    """What one night changed."""

    made: int
    dropped: int


def start_nights(town: Town) -> None:
    """Let the nights begin; once per town, however often it is said."""
    set_timer(town, INFER, "", due=next_time_of_day(town.now, NIGHT_AT_S))


def night(town: Town, subject: str) -> None:
    """A timer's verb: the day's habits leave their facts, and the machine reads them."""
    draw_traits(town)
    infer(town)
    following = next_time_of_day(town.now, NIGHT_AT_S)
    present = town.workshop.clock.at(town.wall_ms)
    remembered = next_time_of_day(present - LIVED_THROUGH_S, NIGHT_AT_S)
    set_timer(town, INFER, subject, due=TownTime(max(following, remembered)))


def infer(town: Town) -> Night:
    """Make the guesses that tonight's evidence calls for, drop the others. Twice is once."""
    said = switchboard.switches(town)
    allowed, unread = said[switchboard.Switch.PROXIES] == "on", switchboard.forbidden(said)
    standing, denied = _standing(town), _denied(town)
    names = {n.participant_id: n.name for n in neighbours(town)}
    found = {
        (who, proxy.id): evidence
        for proxy in (catalogue().proxies if allowed else ())
        for who, evidence in _evidence(town, proxy, unread).items()
        if who in names
    }
    known = denied.union(standing)
    made = [
        _make(town, who, names[who], proxy, found[who, proxy.id])
        for proxy in catalogue().proxies
        for who in names
        if (who, proxy.id) in found and (who, proxy.id) not in known
    ]
    gone = {key: guess for key, guess in standing.items() if key not in found}
    _drop(town, gone)
    return Night(sum(made), len(gone))


def deny(town: Town, who: ParticipantId, name: str = "") -> None:
    """Drop a guess about somebody, or every one where none is named. What is dropped is never made
    again, whatever the evidence.
    """
    found = _standing(town).items()
    mine = {key: guess for key, guess in found if key[0] == who and name in ("", key[1])}
    _drop(town, mine)
    record(town, *(_fact(town, GUESS_DENIED, who, proxy) for who, proxy in sorted(mine)))


def standing_guesses(town: Town, who: ParticipantId) -> tuple[str, ...]:
    """What is guessed of somebody now, by the names of the guesses."""
    return tuple(sorted(proxy for guessed, proxy in _standing(town) if guessed == who))


def _denied(town: Town) -> set[tuple[ParticipantId, str]]:
    rows = town.conn.execute(
        select(FACTS.c.participant_id, FACTS.c.purpose).where(
            FACTS.c.workshop_id == town.workshop_id, FACTS.c.kind == GUESS_DENIED
        )
    )
    return {(who, purpose.removeprefix(PURPOSE.format(""))) for who, purpose in rows}


def _standing(town: Town) -> dict[tuple[ParticipantId, str], int]:
    rows = town.conn.execute(
        select(guesses.c.participant_id, guesses.c.proxy, guesses.c.guess_id)
        .where(guesses.c.workshop_id == town.workshop_id, guesses.c.dropped_town_s.is_(None))
        .order_by(guesses.c.guess_id)
        .with_for_update()
    )
    return {(who, proxy): guess_id for who, proxy, guess_id in rows}


def _evidence(
    town: Town, proxy: Proxy, unread: frozenset[str]
) -> dict[ParticipantId, tuple[int, int]]:
    """Whom the proxy's facts point at tonight: how many facts, and what they measure."""
    first, end = (hour * HOUR_S for hour in proxy.hours)
    second_of_day = STANDING_FACTS.c.town_s % DAY_S
    rows = town.conn.execute(
        select(STANDING_FACTS.c.participant_id, func.count(), func.sum(STANDING_FACTS.c.amount))
        .where(
            STANDING_FACTS.c.workshop_id == town.workshop_id,
            STANDING_FACTS.c.kind.in_(sorted({*proxy.reads} - unread)),
            STANDING_FACTS.c.town_s > town.now - proxy.window_days * DAY_S,
            STANDING_FACTS.c.town_s <= town.now,
            second_of_day >= first,
            second_of_day < end,
        )
        .group_by(STANDING_FACTS.c.participant_id)
    )
    found = {who: (count, proxy.measured(count, int(total))) for who, count, total in rows}
    return {who: evidence for who, evidence in found.items() if evidence[1] >= proxy.at_least}


def _make(
    town: Town, who: ParticipantId, name: str, proxy: Proxy, evidence: tuple[int, int]
) -> bool:
    is_true, (count, measured) = has_trait(town, name, proxy.trait), evidence
    is_new = insert_new(
        town.conn,
        guesses,
        workshop_id=town.workshop_id,
        participant_id=who,
        proxy=proxy.id,
        made_town_s=town.now,
        evidence=count,
        measured=measured,
        confidence=proxy.confidence,
        is_true=is_true,
    )
    if is_new:
        record(town, _fact(town, "guess_made", who, proxy.id, is_true=is_true))
    return is_new


def _drop(town: Town, gone: dict[tuple[ParticipantId, str], int]) -> None:
    if not gone:
        return
    town.conn.execute(
        update(guesses)
        .where(guesses.c.guess_id.in_(sorted(gone.values())))
        .values(dropped_town_s=town.now)
    )
    record(town, *(_fact(town, "guess_dropped", who, proxy) for who, proxy in sorted(gone)))


def _fact(town: Town, kind: str, who: ParticipantId, proxy: str, *, is_true: bool = True) -> Fact:
    key = f"{kind}:{proxy}:{who}:{town.now}"
    return Fact(who, kind, purpose=PURPOSE.format(proxy), is_true=is_true, key=key)
