"""Somebody at a glance, and their story so far. Reads what other packages show; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from services.kernel.money import Fen
from services.kernel.time import DAY_S, Moment, TownTime, day_number
from services.kernel.town import ParticipantId, Town
from services.kernel.towns import OPEN, TOWNS
from services.money import ledger
from services.people.facts import FACTS
from services.people.identity import by_id
from services.standing import agencies
from services.standing.scores import PAY_SCORE, SCORES


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One person at a glance. `change`: of the score within the last town day."""

    who: ParticipantId
    name: str
    trade: str
    at: Moment
    runs: bool
    is_open: bool
    balance: Fen
    score: int | None  # as last given; None before the first
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What one person did in their town, told by the facts it kept of them."""

    who: ParticipantId
    name: str
    trade: str
    title: str
    days: int
    balance: Fen
    first_score: int | None
    last_score: int | None
    times: Mapping[str, int]  # by kind of fact
    paid: Fen
    was_paid: Fen
    facts: int
    sources: int


def look(town: Town) -> Home:
    """The actor's home as of now."""
    me = by_id(town, town.actor.pid)
    state = town.conn.scalar(select(TOWNS.c.state).where(TOWNS.c.workshop_id == town.workshop_id))
    score = _score(town, until=town.now)
    before = _score(town, until=town.now - DAY_S)
    return Home(
        who=me.participant_id,
        name=me.name,
        trade=me.trade,
        at=Moment(town.now),
        runs=town.workshop.clock.running,
        is_open=state == OPEN,
        balance=ledger.seen_balance(town, me.wallet),
        score=score,
        change=0 if score is None or before is None else score - before,
    )


def story(town: Town) -> Story:
    """The actor's story so far."""
    me, mine = by_id(town, town.actor.pid), FACTS.c.participant_id == town.actor.pid
    counted = select(FACTS.c.kind, func.count(), func.sum(FACTS.c.amount)).where(mine)
    rows = town.conn.execute(counted.group_by(FACTS.c.kind)).all()
    times = {kind: int(count) for kind, count, _ in rows}
    amounts = {kind: int(amount or 0) for kind, _, amount in rows}
    sources = town.conn.scalar(select(func.count(FACTS.c.source.distinct())).where(mine))
    came = town.conn.scalar(select(func.min(FACTS.c.town_s)).where(mine, FACTS.c.kind == "joined"))
    return Story(
        who=me.participant_id,
        name=me.name,
        trade=me.trade,
        title=town.workshop.title,
        days=day_number(town.now) - day_number(town.now if came is None else came) + 1,
        balance=ledger.seen_balance(town, me.wallet),
        first_score=_score(town, until=town.now, newest=False),
        last_score=_score(town, until=town.now),
        times=times,
        paid=Fen(amounts.get("paid", 0)),
        was_paid=Fen(amounts.get("was_paid", 0)),
        facts=sum(times.values()),
        sources=int(sources or 0),
    )


def _score(town: Town, *, until: int, newest: bool = True) -> int | None:
    """The app's own score as it was given last (or first) by a town time."""
    given, document = SCORES.c, agencies.catalogue()[PAY_SCORE].document_id
    order = given.score_id.desc() if newest else given.score_id
    mine = (given.participant_id == town.actor.pid, given.document_id == document)
    query = select(given.score).where(*mine, given.town_s <= TownTime(until))
    score: int | None = town.conn.scalar(query.order_by(order).limit(1))
    return score
